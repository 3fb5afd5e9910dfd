//! Encoding on the film's grid: frame `n` of a codec with frames of `s` samples covers the samples from `n · s` on, in
//! whichever segment it is made. The encoder is run in on what comes before, so that joints cannot be heard.

use bytes::Bytes;
use ffmpeg_next::codec::{Context, Flags, encoder};
use ffmpeg_next::format::sample::{Sample, Type};
use ffmpeg_next::{Dictionary, Error, Packet};
use walros_jobs::{AudioRecipe, Fault};
use walros_media::audio::{Ac3Facts, AudioConfig};
use walros_media::segment::{Frame, Sounds, Stretch};
use walros_media::time::{Fraction, TICK, rescale_up};

use super::decode::Samples;
use crate::fault;
use crate::segment::raw;

/// Frames encoded before a segment and thrown away. With fewer a joint clicks. More only bring AAC's rate control nearer to where one
/// encode of the whole would have it, and each job reads and encodes them: of 204 joints of music and speech at 192 kb/s 7 are over
/// 8 dB noisier than there, with 32 frames 2, with 64 one. The worst has 33 dB of signal to noise, as one encode itself has in places.
const RUN_IN: i64 = 8;
/// Frames encoded after it and thrown away: what an encoder makes of its last frame depends on what follows. Without them a
/// joint just behind the beginning of a note was 28 dB noisier than one encode of the whole (AAC).
const RUN_OUT: i64 = 2;
/// For codecs whose frames have no set length.
const FRAME_OF_NO_LENGTH: i64 = 4608;

pub(super) struct Encoder {
    encoder: encoder::audio::Encoder,
    format: Sample,
    /// `None` for codecs that say in each frame what it is.
    config: Option<AudioConfig>,
    pub channels: u32,
    pub sample_rate: u32,
    /// Samples in a frame.
    frame: i64,
    /// Samples that the encoder puts before the first.
    padding: i64,
    /// The first frame of the segment.
    first: i64,
    /// The one behind the last; `None` = all that there is.
    end: Option<i64>,
}

impl Encoder {
    pub fn new(recipe: &AudioRecipe, stretch: Stretch) -> Result<Self, Fault> {
        let AudioRecipe::Encode { codec, channels, sample_rate, bit_rate } = recipe else {
            return Err(fault::unsupported("copied sound is not encoded"));
        };
        let (name, format) = match codec.as_str() {
            "aac" => ("aac", Sample::F32(Type::Planar)),
            "mp3" => ("libmp3lame", Sample::F32(Type::Planar)),
            "ac3" => ("ac3", Sample::F32(Type::Planar)),
            "opus" => ("libopus", Sample::F32(Type::Packed)),
            "flac" => ("flac", Sample::I32(Type::Packed)),
            other => return Err(fault::unsupported(format!("{other} is not encoded"))),
        };
        let opening = |error| fault::libav("opening the sound's encoder", error);
        let found = encoder::find_by_name(name).ok_or_else(|| fault::unsupported(format!("this libav has no {name}")))?;
        let mut context = Context::new_with_codec(found).encoder().audio().map_err(opening)?;
        context.set_rate(*sample_rate as i32);
        context.set_format(format);
        context.set_time_base((1, *sample_rate as i32));
        context.set_bit_rate(usize::try_from(*bit_rate).unwrap_or(192_000));
        context.set_flags(Flags::GLOBAL_HEADER);
        raw::set_channels(&mut context, *channels);
        let mut options = Dictionary::new();
        if codec == "mp3" {
            // Frames must not lean on those of the segment before.
            options.set("reservoir", "0");
        }
        if codec == "flac" {
            options.set("frame_size", &FRAME_OF_NO_LENGTH.to_string());
        }
        let encoder = context.open_with(options).map_err(opening)?;
        let config = match codec.as_str() {
            "ac3" => None,
            codec => Some(
                AudioConfig::new(codec, &raw::extradata(&encoder), &[])
                    .ok_or_else(|| fault::unsupported(format!("the {codec} encoder gave no configuration")))?,
            ),
        };
        let frame = match i64::from(encoder.frame_size()) {
            0 => FRAME_OF_NO_LENGTH,
            size => size,
        };
        let padding = raw::initial_padding(&encoder);
        let length = Fraction { num: frame, den: i64::from((*sample_rate).max(1)) };
        let frame_at = |ticks: i64| rescale_up(ticks, TICK, length).max(0);
        Ok(Self {
            encoder,
            format,
            config,
            channels: *channels,
            sample_rate: *sample_rate,
            frame,
            padding,
            first: frame_at(stretch.start),
            end: (!stretch.last).then(|| frame_at(stretch.end)),
        })
    }

    /// The first sample that the encoder is fed with: its padding puts frames back onto the grid.
    pub fn first_sample(&self) -> i64 {
        (self.first - RUN_IN) * self.frame + self.padding
    }

    /// Encodes to `end` (in samples), or to the segment's end where something follows.
    pub fn finish(mut self, samples: &Samples, end: i64) -> Result<Sounds, Fault> {
        let stop = self.end.unwrap_or_else(|| end.div_euclid(self.frame) + i64::from(end.rem_euclid(self.frame) != 0)).max(self.first);
        let mut frames = Vec::new();
        let mut position = self.first_sample();
        let fed = stop + if self.end.is_some() { RUN_OUT } else { 0 };
        while position < fed * self.frame + self.padding {
            self.send(samples, position)?;
            position += self.frame;
            self.receive(stop, &mut frames)?;
        }
        self.encoder.send_eof().map_err(|error| fault::libav("encoding the sound", error))?;
        self.receive(stop, &mut frames)?;
        let config = self.config.unwrap_or_else(|| {
            let first = frames.first().map(|frame| &*frame.data).unwrap_or_default();
            AudioConfig::new("ac3", &[], first).unwrap_or(AudioConfig::Ac3(Ac3Facts::default()))
        });
        Ok(Sounds { config, channels: self.channels, sample_rate: self.sample_rate, frames })
    }

    fn send(&mut self, samples: &Samples, position: i64) -> Result<(), Fault> {
        let encoding = |error| fault::libav("encoding the sound", error);
        let count = self.frame as usize;
        let mut frame = raw::sound_frame(self.format, self.channels, self.sample_rate, count).map_err(encoding)?;
        frame.set_pts(Some(position));
        let mut plane = vec![0.0; count];
        for channel in 0..self.channels as usize {
            samples.read(channel, position, &mut plane);
            match self.format {
                Sample::F32(Type::Planar) => frame.plane_mut::<f32>(channel)[..count].copy_from_slice(&plane),
                Sample::F32(Type::Packed) => interleave(frame.data_mut(0), channel, self.channels as usize, plane.iter().map(|sample| sample.to_ne_bytes())),
                _ => interleave(
                    frame.data_mut(0),
                    channel,
                    self.channels as usize,
                    plane.iter().map(|sample| (sample * 8_388_607.0) as i32 * 256).map(i32::to_ne_bytes),
                ),
            }
        }
        self.encoder.send_frame(&frame).map_err(encoding)
    }

    /// Keeps the frames of the segment.
    fn receive(&mut self, stop: i64, frames: &mut Vec<Frame>) -> Result<(), Fault> {
        let mut packet = Packet::empty();
        loop {
            match self.encoder.receive_packet(&mut packet) {
                Ok(()) => {
                    let (Some(pts), Some(data)) = (packet.pts(), packet.data()) else { continue };
                    if (self.first * self.frame..stop * self.frame).contains(&pts) {
                        frames.push(Frame { position: pts, samples: self.frame as u32, data: Bytes::copy_from_slice(data) });
                    }
                }
                Err(Error::Other { errno: libc::EAGAIN } | Error::Eof) => return Ok(()),
                Err(error) => return Err(fault::libav("encoding the sound", error)),
            }
        }
    }
}

fn interleave(out: &mut [u8], channel: usize, channels: usize, samples: impl Iterator<Item = [u8; 4]>) {
    for (place, sample) in out.chunks_exact_mut(4).skip(channel).step_by(channels).zip(samples) {
        place.copy_from_slice(&sample);
    }
}

/// How an encode is coded, from a moment of silence.
pub(super) fn describe(recipe: &AudioRecipe) -> Result<Sounds, Fault> {
    let mut encoder = Encoder::new(recipe, Stretch { start: 0, end: 0, last: false })?;
    encoder.end = Some(1);
    let silence = Samples::new(encoder.channels, encoder.sample_rate, encoder.first_sample());
    encoder.finish(&silence, 0)
}
