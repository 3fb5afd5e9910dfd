//! Sound alone, as it stands in plain files.

use super::{SegmentError, Sounds};
use crate::audio::AudioConfig;
use crate::{adts, ogg};

/// The only stream of an Ogg file of ours.
const SERIAL: u32 = 1;

/// Frames of MPEG layer III, one after the other.
pub fn mp3(sounds: &Sounds) -> Result<Vec<u8>, SegmentError> {
    let AudioConfig::Mp3 = &sounds.config else { return Err(unfit("an MP3 file", &sounds.config)) };
    Ok(sounds.frames.iter().flat_map(|frame| frame.data.iter().copied()).collect())
}

/// AAC frames behind ADTS headers.
pub fn adts(sounds: &Sounds) -> Result<Vec<u8>, SegmentError> {
    let AudioConfig::Aac(config) = &sounds.config else { return Err(unfit("an ADTS file", &sounds.config)) };
    if !config.fits_adts() {
        return Err(unfit("an ADTS file", &sounds.config));
    }
    let mut out = Vec::new();
    for frame in &sounds.frames {
        let data = adts::strip(&frame.data);
        out.extend_from_slice(&config.adts_header(data.len()));
        out.extend_from_slice(data);
    }
    Ok(out)
}

/// Opus in Ogg pages.
pub fn ogg(sounds: &Sounds) -> Result<Vec<u8>, SegmentError> {
    let AudioConfig::Opus(_) = &sounds.config else { return Err(unfit("Ogg", &sounds.config)) };
    let mut out = Vec::new();
    for frame in &sounds.frames {
        let samples = i64::from(frame.samples.max(1));
        let number = frame.position / samples;
        ogg::packet(&mut out, SERIAL, number as u32, (frame.position + samples) as u64, false, &frame.data);
    }
    Ok(out)
}

/// What stands before the pages of [`ogg`].
pub fn ogg_init<D>(sounds: &Sounds<D>) -> Result<Vec<u8>, SegmentError> {
    match &sounds.config {
        AudioConfig::Opus(head) => Ok(ogg::header(SERIAL, head)),
        other => Err(unfit("Ogg", other)),
    }
}

fn unfit(container: &str, config: &AudioConfig) -> SegmentError {
    SegmentError::Unsupported(format!("{container} does not hold {} here", config.codec_string()))
}
