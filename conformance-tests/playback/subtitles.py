"""Every subtitle track, beside and inside files, in each format that players take."""

import json
import re

from . import media
from .sources import file_of

from runner.report import demand, equal

TIME = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d\d\d) --> (?:(\d+):)?(\d\d):(\d\d)[.,](\d\d\d)[^\n]*\n(.*?)(?:\n\s*\n|\Z)", re.S)
TEXT_CODECS = {"subrip", "srt", "ass", "ssa", "webvtt", "vtt", "mov_text", "text"}


def cues(text):
    """When (in milliseconds) and what, without markup."""
    found = []
    for match in TIME.finditer(text.replace("\r", "")):
        parts = [int(part or 0) for part in match.groups()[:8]]
        times = [((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds for hours, minutes, seconds, milliseconds in (parts[:4], parts[4:])]
        found.append((*times, plain(match.group(9))))
    return found


def plain(text):
    text = re.sub(r"<[^>]*>|\{[^}]*\}", "", text).replace("\\N", "\n").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return " ".join(text.split())


def streams(source):
    return [stream for stream in source.facts["MediaStreams"] if stream["Type"] == "Subtitle" and stream["Codec"] in TEXT_CODECS]


def check(server, source, stream):
    """The same cues in every format as the track itself has."""
    wanted = original(server, source, stream)
    demand(wanted, "the track has no cues")
    path = f"/Videos/{source.item}/{source.source}/Subtitles/{stream['Index']}"
    vtt = fetch(server, f"{path}/0/Stream.vtt", {"text/vtt"})
    demand(vtt.lstrip("\ufeff").startswith("WEBVTT"), f"no WebVTT: {vtt[:40]!r}")
    same(cues(vtt), wanted, "vtt")
    same(cues(fetch(server, f"{path}/0/Stream.srt")), wanted, "srt")
    events = json.loads(fetch(server, f"{path}/0/Stream.js"))["TrackEvents"]
    same([(one["StartPositionTicks"] // 10_000, one["EndPositionTicks"] // 10_000, plain(one["Text"])) for one in events], wanted, "js")
    if stream["Codec"] in ("ass", "ssa"):
        styled = fetch(server, f"{path}/0/Stream.{stream['Codec']}")
        demand("[Script Info]" in styled and "[Events]" in styled, f"no {stream['Codec']}: {styled[:60]!r}")
        equal("lines of dialogue", len(wanted), len(re.findall(r"^Dialogue:", styled, re.M)))


def original(server, source, stream):
    """The track's cues as ffmpeg reads them."""
    if stream.get("IsExternal"):
        return cues(media.subtitle_cues(stream["Path"], 0))
    # Files beside the film come first in the list, and shift the tracks inside it.
    outside = sum(1 for one in source.facts["MediaStreams"] if one.get("IsExternal"))
    return cues(media.subtitle_cues(file_of(server, source), stream["Index"] - outside))


def fetch(server, path, kinds=None):
    answer = server.client.get(path).expect(200)
    demand(kinds is None or answer.kind in kinds, f"the type is {answer.kind}")
    return answer.body.decode("utf-8")


def same(found, wanted, form):
    equal(f"number of cues in {form}", len(wanted), len(found))
    for one, other in zip(found, wanted):
        # ASS counts in hundredths of a second.
        close = all(abs(a - b) <= 10 for a, b in zip(one[:2], other[:2]))
        demand(close and one[2] == other[2], f"in {form} a cue is {one}, wanted {other}")
