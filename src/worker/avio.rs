//! Opening media: libav reads a passed file through callbacks of ours, and opens nothing itself.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;

use ffmpeg_next as ffmpeg;
use ffmpeg_next::Dictionary;
use ffmpeg_next::format::context::StreamIo;
use walros_jobs::Fault;
use walros_media::read::Source;

use crate::fault;

/// A media file being read.
pub type Input = ffmpeg::format::context::Input;

/// The demuxers that may run. What opens further files by name (HLS, DASH, concat, image sequences, VobSub) is not among them.
const DEMUXERS: &str = "aac,ac3,aiff,amr,ape,apng,asf,ass,au,av1,avi,bmp_pipe,caf,dsf,dts,dtshd,dv,eac3,flac,flv,gif,gxf,h264,hevc,iff,ivf,\
jpeg_pipe,loas,lrc,m4v,matroska,microdvd,mjpeg,mlp,mov,mp3,mpc,mpc8,mpeg,mpegts,mpegvideo,mpl2,mxf,nut,obu,ogg,png_pipe,pva,rm,sami,srt,\
subviewer,subviewer1,sup,tak,tiff_pipe,truehd,tta,vc1,w64,wav,webp_pipe,webvtt,wtv,wv";

/// Opens a media file and finds out about its streams. `name` (of the file, or any name that ends like it) helps libav
/// to tell formats apart that look alike; nothing is opened by it.
pub fn open(file: &File, name: &str) -> Result<Input, Fault> {
    open_with(file, name, Dictionary::new())
}

/// As [`open`], with libav's own options for the demuxer.
pub fn open_with(file: &File, name: &str, mut options: Dictionary) -> Result<Input, Fault> {
    options.set("format_whitelist", DEMUXERS);
    open_stream(StreamIo::from_read_seek(PositionedFile::new(file)?), name, options)
}

/// As [`open`], from memory; the options must say which demuxers may run (`format_whitelist`).
pub(crate) fn open_bytes(bytes: Vec<u8>, name: &str, options: Dictionary) -> Result<Input, Fault> {
    open_stream(StreamIo::from_read_seek(io::Cursor::new(bytes)), name, options)
}

fn open_stream(io: Result<StreamIo, ffmpeg::Error>, name: &str, mut options: Dictionary) -> Result<Input, Fault> {
    let io = io.map_err(|error| fault::libav("memory", error))?;
    options.set("protocol_whitelist", "none");
    ffmpeg::format::input_from_stream(io, Some(&plain_name(name)), Some(options)).map_err(|error| match error {
        // What the whitelist refuses comes back as EINVAL.
        ffmpeg::Error::Other { errno: libc::EINVAL } => fault::bad_file("not a media file of a kind that is read"),
        error => fault::libav("opening", error),
    })
}

/// Only the extension matters to libav's guess, and only that is given to it.
fn plain_name(name: &str) -> String {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let extension: String = extension.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    format!("media.{extension}")
}

/// Reads by position, so that what else holds the same open file does not disturb it.
pub(crate) struct PositionedFile {
    file: File,
    size: u64,
    position: u64,
}

impl PositionedFile {
    pub fn new(file: &File) -> Result<Self, Fault> {
        let sharing = |error| Fault::Io { text: format!("sharing the file: {error}") };
        let mut file = file.try_clone().map_err(sharing)?;
        // `lseek` and not `fstat`: the sandbox knows no call that could look at other files. Only the offset that nobody uses moves.
        let size = file.seek(SeekFrom::End(0)).map_err(sharing)?;
        Ok(Self { file, size, position: 0 })
    }
}

impl Source for PositionedFile {
    fn length(&self) -> u64 {
        self.size
    }

    fn read_exact_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.file.read_exact_at(buffer, offset)
    }
}

impl Read for PositionedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read_at(buffer, self.position)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for PositionedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
            SeekFrom::End(offset) => self.size.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
