//! The attachment job: the bytes of a font, or of a cover as it is.

use std::fs::File;

use ffmpeg_next::media;
use walros_jobs::Fault;

use crate::{avio, fault, raw};

pub(crate) fn run(file: &File, number: u32) -> Result<Vec<u8>, Fault> {
    let input = avio::open(file, "")?;
    let stream = input.stream(number as usize).ok_or_else(|| fault::bad_file("no such stream"))?;
    let bytes = match stream.parameters().medium() {
        media::Type::Attachment => raw::extradata(&stream),
        _ => raw::attached_picture(&stream),
    };
    if bytes.is_empty() { Err(fault::bad_file("nothing attached in this stream")) } else { Ok(bytes) }
}
