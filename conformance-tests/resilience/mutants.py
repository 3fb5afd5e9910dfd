"""Media files with bytes changed, lost, repeated and put in, lengths that are absurd, and pieces of other files: all are scanned, and what is listed
is played. The server answers all the while, and no worker hangs."""

import os
import random
import time

from runner.report import demand
from runner.server import PASSWORD, USER

# WALROS_MUTANTS=1000 for a long night.
COUNT = int(os.environ.get("WALROS_MUTANTS", "150"))
SEED = int(os.environ.get("WALROS_MUTANTS_SEED", "1"))
# Larger files only take longer to copy.
MOST_BYTES = 4_000_000
# Of a server whose workers may take a minute for a job; one that hangs takes longer.
LONGEST_ANSWER = 100
ENDINGS = {".mkv", ".mp4", ".webm", ".ts", ".avi", ".mp3", ".flac", ".m4a", ".ogg", ".opus", ".jpg", ".png"}
PLAYED = 2
ABSURD = [b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x00\x00\x00\x00", b"\x80\x00\x00\x00", b"\x00\x00\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff", b"\x01\xff\xff\xff\xff\xff\xff\xff"]


def run(world):
    with world.report.check("resilience", f"{COUNT} broken media files are scanned and played: the server answers, no worker hangs"):
        root = world.scratch / "mutants"
        make(world.sample_root.resolve(), root)
        server = world.server([f"movies:Movies={root}/films", f"music:Music={root}/music", f"photos:Photos={root}/photos"], root)
        server.add_user()
        server.start()
        server.client.sign_in(USER, PASSWORD)
        server.wait_for_scan()
        play_all(server)
        for words in ("longer than", "a bug while", "panicked"):
            found = next((line for line in server.log().splitlines() if words in line), None)
            demand(found is None, f"a worker hung, or a program broke: {found}")
        server.client.get("/Users/Me").expect(200)
        server.stop()


def make(sample, root):
    """Writes the mutants, in the kinds of libraries that their originals are in."""
    files = sorted(path for path in sample.rglob("*") if path.suffix in ENDINGS and 0 < path.stat().st_size <= MOST_BYTES)
    kinds = {}
    for path in files:
        kinds.setdefault(path.suffix, []).append(path)
    for number in range(COUNT):
        dice = random.Random(SEED * 1_000_000 + number)
        # As many of each kind, though most files are films.
        path = dice.choice(kinds[dice.choice(sorted(kinds))])
        other = dice.choice(files)
        folder = {".jpg": "photos", ".png": "photos", ".mp3": "music", ".flac": "music", ".m4a": "music", ".ogg": "music", ".opus": "music"}.get(path.suffix, "films")
        target = root / folder / f"Mutant {number} (2000){path.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(mutant(bytearray(path.read_bytes()), other.read_bytes(), dice))


def mutant(data, other, dice):
    for _ in range(dice.randint(1, 8)):
        # Headers, at either end, say more than what they describe.
        near = min(len(data), dice.choice([64, 1024, 16_384, len(data)]))
        at = dice.randrange(near) if dice.random() < 0.6 else len(data) - 1 - dice.randrange(near)
        what = dice.randrange(8)
        if what == 0:
            data[at] ^= 1 << dice.randrange(8)
        elif what == 1:
            data[at:at + 8] = dice.randbytes(len(data[at:at + 8]))
        elif what == 2:
            data[at:at + 8] = dice.choice(ABSURD)
        elif what == 3:
            del data[at:at + dice.randrange(1, 200)]
        elif what == 4:
            data[at:at] = data[at:at + dice.randrange(1, 5000)]
        elif what == 5:
            start = dice.randrange(len(other))
            data[at:at + 4096] = other[start:start + 4096]
        elif what == 6:
            data[at:at + 4096] = bytes(len(data[at:at + 4096]))
        elif dice.random() < 0.3:
            del data[at:]
        if not data:
            data = bytearray(b"\0")
    return bytes(data)


def play_all(server):
    """Asks for a few segments of everything, copied and encoded, for pictures and subtitles. Answers may be errors; there must be one."""
    client = server.client
    for item in client.items({"includeItemTypes": "Movie,Audio,Photo", "fields": "MediaSources"}):
        ask(client, f"/Items/{item['Id']}/Images/Primary", {"maxWidth": 100})
        ask(client, f"/Videos/{item['Id']}/Trickplay/320/0.jpg", {})
        for media in item.get("MediaSources") or []:
            kind = "audio" if item["Type"] == "Audio" else "videos"
            for query in QUERIES:
                stream(client, f"/{kind}/{item['Id']}/main.m3u8", {"MediaSourceId": media["Id"], **query})
            for subtitle in media.get("MediaStreams") or []:
                if subtitle["Type"] == "Subtitle":
                    ask(client, f"/Videos/{item['Id']}/{media['Id']}/Subtitles/{subtitle['Index']}/0/Stream.vtt", {})


QUERIES = [
    {"VideoCodec": "h264,hevc,av1,vp9", "AudioCodec": "aac,mp3,ac3,eac3,opus,flac", "SegmentContainer": "mp4"},
    {"VideoCodec": "h264,hevc", "AudioCodec": "aac,mp3,ac3", "SegmentContainer": "ts"},
    {"VideoCodec": "h264", "AudioCodec": "aac", "SegmentContainer": "ts", "AllowVideoStreamCopy": "false", "AllowAudioStreamCopy": "false", "MaxWidth": "320"},
]


def stream(client, path, query):
    answer = ask(client, path, query)
    if answer.status != 200:
        return
    lines = [line for line in answer.text.splitlines() if line and not line.startswith("#")]
    chosen = lines[:PLAYED] + lines[len(lines) // 2:len(lines) // 2 + 1] + lines[-1:]
    for line in dict.fromkeys(chosen):
        ask(client, path.rsplit("/", 1)[0] + "/" + line, None)


def ask(client, path, query):
    begun = time.monotonic()
    answer = client.get(path, query) if query is not None else client.get(path)
    took = time.monotonic() - begun
    demand(took < LONGEST_ANSWER, f"{path} took {took:.0f} s")
    return answer
