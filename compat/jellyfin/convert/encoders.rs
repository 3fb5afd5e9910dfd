//! Which codec of a device's list its pictures are encoded in, by the administrator's settings.

use walros_model::playback::VideoCodec;

/// `AllowHevcEncoding` and `AllowAv1Encoding`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Encoders {
    pub hevc: bool,
    pub av1: bool,
}

impl Encoders {
    /// As Jellyfin does: codecs that are not allowed go behind the others, so that one is still used where the device
    /// takes nothing else. `None` leaves the choice to the engine.
    pub fn preferred(self, listed: &[String]) -> Option<VideoCodec> {
        let made = listed.iter().filter_map(|name| VideoCodec::named(name));
        made.clone().find(|codec| self.allow(*codec)).or(made.into_iter().next()).filter(|codec| *codec != VideoCodec::H264)
    }

    fn allow(self, codec: VideoCodec) -> bool {
        match codec {
            VideoCodec::H264 => true,
            VideoCodec::Hevc => self.hevc,
            VideoCodec::Av1 => self.av1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_allowed_goes_behind_the_others() {
        let (none, hevc, both) = (Encoders::default(), Encoders { hevc: true, av1: false }, Encoders { hevc: true, av1: true });
        for (encoders, list, expected) in [
            (none, "hevc,h264", None),
            (none, "hevc", Some(VideoCodec::Hevc)),
            (none, "av1,hevc", Some(VideoCodec::Av1)),
            (hevc, "hevc,h264", Some(VideoCodec::Hevc)),
            (hevc, "av1,h264,hevc", None),
            (hevc, "av1,hevc", Some(VideoCodec::Hevc)),
            (both, "av1,hevc,h264", Some(VideoCodec::Av1)),
            (both, "vp9,h264", None),
            (both, "", None),
        ] {
            let list: Vec<String> = list.split(',').map(str::to_owned).collect();
            assert_eq!(encoders.preferred(&list), expected, "{encoders:?} of {list:?}");
        }
    }
}
