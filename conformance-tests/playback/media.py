"""What ffprobe and ffmpeg say of bytes that a server sent, or of a file."""

import json
import subprocess
from dataclasses import dataclass, field

from runner.report import Failure, demand

TIMEOUT_SECONDS = 300


@dataclass
class Track:
    """One stream of a file, with its packets in order: presentation and decoding time in seconds."""

    kind: str
    codec: str
    frame_rate: float
    width: int
    height: int
    packets: list = field(repr=False)

    @property
    def span(self):
        """From the first moment shown to the end of the last."""
        shown = [pts for pts, _, _ in self.packets if pts is not None]
        return (min(shown), max(pts + (length or 0) for pts, _, length in self.packets if pts is not None)) if shown else (0, 0)


def probe(path):
    """All audio and video tracks of a file."""
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_packets",
               "-show_entries", "packet=stream_index,pts_time,dts_time,duration_time:stream=index,codec_type,codec_name,avg_frame_rate,r_frame_rate,width,height:stream_disposition=attached_pic", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    demand(done.returncode == 0, f"ffprobe cannot read it: {done.stderr.strip()[:300]}")
    said = json.loads(done.stdout)
    packets = {}
    for packet in said.get("packets", []):
        seconds = [float(packet[key]) if packet.get(key) not in (None, "N/A") else None for key in ("pts_time", "dts_time", "duration_time")]
        packets.setdefault(packet["stream_index"], []).append(tuple(seconds))
    streams = [stream for stream in said.get("streams", []) if stream["codec_type"] in ("video", "audio") and not stream.get("disposition", {}).get("attached_pic")]
    return [Track(stream["codec_type"], stream["codec_name"], rate(stream.get("avg_frame_rate")) or rate(stream.get("r_frame_rate")),
                  stream.get("width", 0), stream.get("height", 0), packets.get(stream["index"], [])) for stream in streams]


def rate(text):
    over, _, under = (text or "0/0").partition("/")
    return float(over) / float(under) if float(under or 1) else 0.0


def decodes(path):
    """Fails if anything of the file cannot be decoded. The command takes uneven frames of a transport stream for jumps of its
    clock, and moves the sound; told not to, it gives two frames of others one time. One of the two must find nothing."""
    for clock in ([], ["-copyts"]):
        command = ["ffmpeg", "-v", "error", "-xerror", "-nostdin", *clock, "-i", str(path), "-map", "0:v?", "-map", "0:a?", "-f", "null", "-"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
        complaints = [line for line in done.stderr.splitlines() if line.strip()]
        if not (done.returncode or complaints):
            return
    raise Failure(f"it does not decode: {'; '.join(complaints[:3])[:300] or done.returncode}")


def subtitle_cues(path, stream):
    """The cues of a file's subtitle stream as SubRip, by ffmpeg."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-i", str(path), "-map", f"0:{stream}", "-f", "srt", "-"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    demand(done.returncode == 0, f"ffmpeg cannot read the subtitles: {done.stderr.strip()[:200]}")
    return done.stdout
