//! What the `ffmpeg` and `ffprobe` commands make of files: an opinion that is not ours.

use std::path::Path;
use std::process::Command;

fn run(program: &str, arguments: &[&str]) -> (String, String) {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A packet of one stream: presentation and decode time in seconds, and whether it is a keyframe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Packet {
    pub pts: f64,
    pub dts: f64,
    pub duration: f64,
    pub key: bool,
    pub size: u64,
}

/// The packets of a stream (`v:0`, `a:0`), in order of decoding.
pub fn packets(path: &Path, stream: &str) -> Vec<Packet> {
    let entries = "packet=pts_time,dts_time,duration_time,size,flags";
    let (out, _) = run("ffprobe", &["-v", "error", "-select_streams", stream, "-show_entries", entries, "-of", "compact=p=0:nk=0", path.to_str().unwrap()]);
    let field = |line: &str, name: &str| line.split('|').find_map(|field| field.strip_prefix(name)?.strip_prefix('=').map(str::to_owned));
    let number = |line: &str, name: &str| field(line, name).and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
    let packet = |line: &str| Packet {
        pts: number(line, "pts_time"),
        dts: number(line, "dts_time"),
        duration: number(line, "duration_time"),
        key: field(line, "flags").is_some_and(|flags| flags.starts_with('K')),
        size: number(line, "size") as u64,
    };
    out.lines().filter(|line| line.contains("pts_time")).map(packet).collect()
}

/// What goes wrong when everything is decoded.
pub fn complaints(path: &Path) -> String {
    run("ffmpeg", &["-hide_banner", "-nostdin", "-v", "warning", "-i", path.to_str().unwrap(), "-fps_mode", "passthrough", "-f", "null", "-"]).1
}

/// A hash of every decoded picture, in order of presentation.
pub fn picture_hashes(path: &Path) -> Vec<String> {
    let (out, errors) =
        run("ffmpeg", &["-v", "error", "-nostdin", "-i", path.to_str().unwrap(), "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-"]);
    let hashes: Vec<String> =
        out.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.rsplit(',').next()).map(|hash| hash.trim().to_owned()).collect();
    assert!(!hashes.is_empty(), "{}: {errors}", path.display());
    hashes
}

/// Samples of the first channel of the first sound, at a rate.
pub fn samples(path: &Path, rate: u32) -> Vec<f32> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-i", path.to_str().unwrap(), "-map", "0:a:0", "-af", "pan=mono|c0=c0", "-ar", &rate.to_string(), "-f", "f32le", "-"])
        .output()
        .unwrap();
    output.stdout.chunks_exact(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect()
}

/// A field of a stream, as `ffprobe` names it.
pub fn stream_field(path: &Path, stream: &str, field: &str) -> String {
    let entries = format!("stream={field}");
    run("ffprobe", &["-v", "error", "-select_streams", stream, "-show_entries", &entries, "-of", "default=nw=1:nk=1", path.to_str().unwrap()])
        .0
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// How alike the pictures of two files are, in dB; picture by picture, in order.
pub fn likeness(path: &Path, original: &Path, filter: &str) -> f64 {
    let graph = format!("[0:v]settb=1/25,setpts=N,{filter}[a];[1:v]settb=1/25,setpts=N,{filter}[b];[a][b]psnr");
    let arguments = ["-hide_banner", "-nostdin", "-i", path.to_str().unwrap(), "-i", original.to_str().unwrap(), "-lavfi", &graph, "-f", "null", "-"];
    let errors = run("ffmpeg", &arguments).1;
    let average = errors.split("average:").nth(1).and_then(|rest| rest.split_whitespace().next());
    average.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{errors}"))
}

/// The brightness of each pixel of the picture at a time, in seconds, and the picture's width.
pub fn luma(path: &Path, at: f64) -> (Vec<u8>, usize) {
    let width: usize = stream_field(path, "v:0", "width").parse().unwrap();
    let select = format!("select=gte(t\\,{at}),format=gray");
    let arguments = ["-v", "error", "-nostdin", "-i", path.to_str().unwrap(), "-vf", &select, "-frames:v", "1", "-f", "rawvideo", "-"];
    (Command::new("ffmpeg").args(arguments).output().unwrap().stdout, width)
}

/// Degrees that a picture is turned by, as the container says.
pub fn rotation(path: &Path) -> String {
    run("ffprobe", &["-v", "error", "-select_streams", "v:0", "-show_entries", "stream_side_data=rotation", "-of", "default=nw=1:nk=1", path.to_str().unwrap()])
        .0
        .trim()
        .to_owned()
}

/// All parameter sets of an H.264 stream, one after the other as they come; of MP4, those of its header.
pub fn parameter_sets(path: &Path) -> Vec<u8> {
    units(path, "h264", "7-8")
}

/// The same of an HEVC stream.
pub fn hevc_parameter_sets(path: &Path) -> Vec<u8> {
    units(path, "hevc", "32-34")
}

fn units(path: &Path, codec: &str, kinds: &str) -> Vec<u8> {
    let to_annex_b = if path.extension().is_some_and(|extension| extension == "mp4") { format!("{codec}_mp4toannexb,") } else { String::new() };
    let filter = format!("{to_annex_b}filter_units=pass_types={kinds}");
    let arguments = ["-v", "error", "-nostdin", "-i", path.to_str().unwrap(), "-map", "0:v:0", "-c", "copy", "-bsf:v", &filter, "-f", codec, "-"];
    Command::new("ffmpeg").args(arguments).output().unwrap().stdout
}
