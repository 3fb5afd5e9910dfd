//! Hardware that encodes pictures.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A device and the interface it is driven by. One that two interfaces reach is two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Device {
    /// NVIDIA's encoder, by the number of its card.
    Nvenc(u32),
    /// Intel's Quick Sync Video, by the number of its render node.
    Qsv(u32),
    /// What VA-API drives, by the number of its render node.
    Vaapi(u32),
}

impl Device {
    /// The file the kernel shows it as.
    pub fn node(self) -> String {
        match self {
            Self::Nvenc(card) => format!("/dev/nvidia{card}"),
            Self::Qsv(number) | Self::Vaapi(number) => format!("/dev/dri/renderD{number}"),
        }
    }

    /// The interface, as Jellyfin and libav name it, too.
    pub fn interface(self) -> &'static str {
        match self {
            Self::Nvenc(_) => "nvenc",
            Self::Qsv(_) => "qsv",
            Self::Vaapi(_) => "vaapi",
        }
    }
}

/// `vaapi-renderD128`, `nvenc-0`: what addresses, settings and command lines say.
impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nvenc(card) => write!(f, "nvenc-{card}"),
            Self::Qsv(number) | Self::Vaapi(number) => write!(f, "{}-renderD{number}", self.interface()),
        }
    }
}

/// What is written like no device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoDevice(String);

impl fmt::Display for NoDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no device, which are written as vaapi-renderD128, qsv-renderD128 or nvenc-0", self.0)
    }
}

impl std::error::Error for NoDevice {}

impl FromStr for Device {
    type Err = NoDevice;

    fn from_str(text: &str) -> Result<Self, NoDevice> {
        // One name each: no sign, no zeros in front.
        let number = |digits: &str| digits.parse().ok().filter(|number: &u32| number.to_string() == digits);
        let node = |name: &str| name.strip_prefix("renderD").and_then(number);
        let device = match text.split_once('-') {
            Some(("nvenc", card)) => number(card).map(Self::Nvenc),
            Some(("qsv", name)) => node(name).map(Self::Qsv),
            Some(("vaapi", name)) => node(name).map(Self::Vaapi),
            _ => None,
        };
        device.ok_or_else(|| NoDevice(text.chars().take(60).collect()))
    }
}

impl TryFrom<String> for Device {
    type Error = NoDevice;

    fn try_from(text: String) -> Result<Self, NoDevice> {
        text.parse()
    }
}

impl From<Device> for String {
    fn from(device: Device) -> Self {
        device.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_read_as_they_are_written_and_nothing_else_is() {
        for (text, node) in [("vaapi-renderD128", "/dev/dri/renderD128"), ("qsv-renderD129", "/dev/dri/renderD129"), ("nvenc-0", "/dev/nvidia0")] {
            let device: Device = text.parse().unwrap();
            assert_eq!((device.to_string().as_str(), device.node().as_str()), (text, node));
        }
        for wrong in ["", "vaapi", "vaapi-", "vaapi-renderD", "vaapi-renderD+1", "nvenc-00", "nvenc-../etc", "nvenc-4294967296", "metal-0"] {
            assert!(wrong.parse::<Device>().is_err(), "{wrong}");
        }
    }
}
