"""Plays a source as an HLS player does: from the URL it was given to the last segment."""

import math
import re
import urllib.parse
from dataclasses import dataclass

from runner.report import demand, equal

PLAYLIST_TYPES = {"application/vnd.apple.mpegurl", "application/x-mpegurl"}
SEGMENT_TYPES = {"ts": {"video/mp2t"}, "mp4": {"video/mp4", "audio/mp4", "video/iso.segment"}}


@dataclass
class Stream:
    """What came over the wire: the variant's attributes, the segments' lengths as told, and all bytes."""

    attributes: dict
    lengths: list
    segments: int


def play(client, url, container, target):
    """Fetches everything behind a TranscodingUrl, with no header that a player would not send, into the file `target`."""
    master_url, text = playlist(client, url)
    variants = re.findall(r"#EXT-X-STREAM-INF:([^\n]*)\n([^#\n]+)", text)
    demand(variants, f"the master playlist has no variant: {text[:300]}")
    attributes = read_attributes(variants[0][0])
    media_url, text = playlist(client, urllib.parse.urljoin(master_url, variants[0][1].strip()))
    lengths = [float(length) for length in re.findall(r"#EXTINF:([\d.]+)", text)]
    segments = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    check_playlist(text, lengths, segments, container)
    with open(target, "wb") as file:
        initialisation = re.search(r'#EXT-X-MAP:URI="([^"]+)"', text)
        equal("an EXT-X-MAP in the playlist", container == "mp4", bool(initialisation))
        if initialisation:
            data = fetch(client, urllib.parse.urljoin(media_url, initialisation.group(1)), container)
            demand(data[4:8] in (b"ftyp", b"styp"), f"the initialisation starts with {data[:12]!r}")
            file.write(data)
        for number, line in enumerate(segments):
            data = fetch(client, urllib.parse.urljoin(media_url, line), container)
            check_segment(number, data, container)
            file.write(data)
    return Stream(attributes, lengths, len(segments))


def playlist(client, url):
    parts = urllib.parse.urlsplit(url)
    answer = client.get(parts.path + "?" + parts.query, anonymous=True).expect(200)
    demand(answer.kind in PLAYLIST_TYPES, f"{answer.request}: a playlist of type {answer.kind}")
    demand(answer.text.startswith("#EXTM3U"), f"{answer.request}: no playlist: {answer.text[:100]!r}")
    return parts.path + "?" + parts.query, answer.text


def fetch(client, url, container):
    parts = urllib.parse.urlsplit(url)
    answer = client.get(parts.path + "?" + parts.query, anonymous=True).expect(200)
    demand(answer.kind in SEGMENT_TYPES[container], f"{answer.request}: a segment of type {answer.kind}")
    demand(answer.body, f"{answer.request}: an empty segment")
    demand("content-encoding" not in answer.headers, f"{answer.request}: media was compressed once more")
    return answer.body


def check_playlist(text, lengths, segments, container):
    demand("#EXT-X-ENDLIST" in text and "#EXT-X-PLAYLIST-TYPE:VOD" in text, "the media playlist is not that of a whole film")
    equal("lengths in the playlist", len(segments), len(lengths))
    demand(segments, "the media playlist has no segments")
    longest = int(re.search(r"#EXT-X-TARGETDURATION:(\d+)", text).group(1))
    demand(longest >= round(max(lengths)), f"a segment of {max(lengths)} s is longer than the target of {longest} s")
    version = int(re.search(r"#EXT-X-VERSION:(\d+)", text).group(1))
    demand(version >= (6 if container == "mp4" else 3), f"version {version} is too old for what the playlist holds")
    endings = {line.split("?")[0].rsplit(".", 1)[-1] for line in segments}
    equal("endings of segments", {container}, endings)


def check_segment(number, data, container):
    if container == "ts":
        demand(len(data) % 188 == 0 and all(data[at] == 0x47 for at in range(0, len(data), 188)), f"segment {number} is no transport stream")
    else:
        kinds = [kind for kind, _ in boxes(data)]
        demand("moof" in kinds and "mdat" in kinds and "moov" not in kinds, f"segment {number} has the boxes {kinds}")


def boxes(data):
    """The outermost boxes of MP4: kind and size."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at:at + 4], "big") or len(data) - at
        yield data[at + 4:at + 8].decode("latin-1"), size
        at += max(size, 8)


def read_attributes(text):
    return {name: value.strip('"') for name, value in re.findall(r'([A-Z-]+)=("[^"]*"|[^,]*)', text)}


def check_lengths(stream, seconds):
    """The playlist's lengths add up to the source's."""
    total = sum(stream.lengths)
    demand(math.isclose(total, seconds, rel_tol=0.01, abs_tol=0.3), f"the playlist is {total:.3f} s long, the source {seconds:.3f} s")
