//! Sound alone, as it stands in plain files.

use walros_jobs::{Container, Fault};
use walros_media::audio::AudioConfig;
use walros_media::{adts, ogg};

use crate::fault;
use crate::segment::sound::Sounds;

/// The only stream of an Ogg file of ours.
const SERIAL: u32 = 1;

pub(super) fn segment(container: Container, sounds: Option<Sounds>) -> Result<Vec<u8>, Fault> {
    let sounds = sounds.ok_or_else(|| fault::unsupported("there is no sound to write"))?;
    let mut out = Vec::new();
    for frame in &sounds.frames {
        match (container, &sounds.config) {
            (Container::Mp3, AudioConfig::Mp3) => out.extend_from_slice(&frame.data),
            (Container::Adts, AudioConfig::Aac(config)) if config.fits_adts() => {
                let data = adts::strip(&frame.data);
                out.extend_from_slice(&config.adts_header(data.len()));
                out.extend_from_slice(data);
            }
            (Container::Ogg, AudioConfig::Opus(_)) => {
                let samples = i64::from(frame.samples.max(1));
                let number = frame.position / samples;
                ogg::packet(&mut out, SERIAL, number as u32, (frame.position + samples) as u64, false, &frame.data);
            }
            (container, config) => return Err(fault::unsupported(format!("{container:?} does not hold {}", config.codec_string()))),
        }
    }
    Ok(out)
}

pub(in crate::segment) fn ogg_init(sounds: &Sounds) -> Result<Vec<u8>, Fault> {
    match &sounds.config {
        AudioConfig::Opus(head) => Ok(ogg::header(SERIAL, head)),
        other => Err(fault::unsupported(format!("Ogg does not hold {} here", other.codec_string()))),
    }
}
