//! Devices that this machine has, as the kernel shows them.

use std::path::Path;

use walros_model::Device;

/// As `/sys` numbers them.
const INTEL: &str = "0x8086";
const NVIDIA: &str = "0x10de";

/// Below `/dev` and `/sys`; the order is that of preference.
pub(super) fn devices(dev: &Path, sys: &Path) -> Vec<Device> {
    let mut found: Vec<Device> = numbers(dev, "nvidia").map(Device::Nvenc).collect();
    for number in numbers(&dev.join("dri"), "renderD") {
        let vendor = std::fs::read_to_string(sys.join(format!("class/drm/renderD{number}/device/vendor"))).unwrap_or_default();
        match vendor.trim() {
            INTEL => found.extend([Device::Qsv(number), Device::Vaapi(number)]),
            // Its VA-API decodes at best.
            NVIDIA => (),
            _ => found.push(Device::Vaapi(number)),
        }
    }
    found.sort_unstable();
    found
}

/// What stands behind `prefix` in the names of a folder's files, where that is a number.
fn numbers(folder: &Path, prefix: &str) -> impl Iterator<Item = u32> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(move |entry| entry.file_name().to_str()?.strip_prefix(prefix)?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn render_nodes_and_cards_are_found_and_intels_twice() {
        let folder = tempfile::tempdir().unwrap();
        let (dev, sys) = (folder.path().join("dev"), folder.path().join("sys"));
        assert_eq!(devices(&dev, &sys), []);
        std::fs::create_dir_all(dev.join("dri")).unwrap();
        for name in ["nvidia0", "nvidiactl", "nvidia-uvm", "dri/card0", "dri/renderD128", "dri/renderD129", "dri/renderD130"] {
            std::fs::write(dev.join(name), "").unwrap();
        }
        for (node, vendor) in [("renderD128", "0x10de\n"), ("renderD129", "0x8086\n")] {
            let device = sys.join("class/drm").join(node).join("device");
            std::fs::create_dir_all(&device).unwrap();
            std::fs::write(device.join("vendor"), vendor).unwrap();
        }
        assert_eq!(devices(&dev, &sys), [Device::Nvenc(0), Device::Qsv(129), Device::Vaapi(129), Device::Vaapi(130)]);
    }
}
