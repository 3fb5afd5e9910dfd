"""Media, metadata and names made to break who reads them: boxes within boxes, sizes that overflow, pictures that grow a thousandfold, pipes and devices with
the names of films. Each costs itself at most: the server answers, memory stays bounded, no worker hangs, and what is sound is listed and plays."""

import os
import shutil
import socket
import struct
import zlib
from pathlib import Path

from runner.report import demand, equal
from runner.server import PASSWORD, USER

from .mutants import ask, play_all

SOUND = "movies/Slow River (2005)"
# Of the server's process, in kB: a debug build with some twenty items has a quarter of it.
MOST_MEMORY = 400_000
SECRET = "root:x:0:0"
HUGE = 0xFFFF


def run(world):
    with world.report.check("resilience", f"{len(FILMS) + len(PICTURES) + len(BESIDE)} hostile files and {len(PLACES)} hostile names are scanned and opened: each costs itself at most"):
        root = world.copy(SOUND)
        make(root)
        server = world.server([f"movies:Movies={root}/movies", f"photos:Photos={root}/photos"], root)
        server.add_user()
        server.start()
        server.client.sign_in(USER, PASSWORD)
        server.wait_for_scan()
        open_all(server)
        server.scan()
        titles = {item["Name"] for item in server.client.items({"includeItemTypes": "Movie"})}
        sound = {"Slow River", *(f"Beside {name}" for name in BESIDE)}
        missing = {name for name in sound if not any(title.startswith(name) for title in titles)}
        demand(not missing, f"sound films are not listed: {missing}, of {titles}")
        for words in ("longer than", "a bug while", "panicked"):
            found = next((line for line in server.log().splitlines() if words in line), None)
            demand(found is None, f"a worker hung, or a program broke: {found}")
        demand(memory(server) < MOST_MEMORY, f"the server took {memory(server)} kB")
        equal("what the log says of files elsewhere", False, SECRET in server.log())
        server.stop()


def open_all(server):
    """Everything that is listed, through both APIs; no answer shows a file from elsewhere."""
    play_all(server)
    client = server.client
    for item in client.items({"includeItemTypes": "Movie,Photo", "fields": "Overview,People,MediaSources"}):
        answers = [ask(client, f"/Items/{item['Id']}", {}), ask(client, f"/Items/{item['Id']}/PlaybackInfo", {"userId": client.user_id})]
        answers.append(server.native("GET", f"/items/{item['Id']}"))
        answers.append(server.native("POST", f"/items/{item['Id']}/playback", {"capabilities": {"files": [], "hlsVideoCodecs": ["h264"], "hlsAudioCodecs": ["aac"]}}))
        for answer in answers:
            demand(answer.status < 500, f"{answer.request}: status {answer.status}")
            demand(SECRET not in answer.text, f"{answer.request} shows a file from elsewhere")


def memory(server):
    """The most that the server's process ever had in memory, in kB."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def make(root):
    films, photos = root / "movies", root / "photos"
    photos.mkdir()
    for name, (ending, data) in FILMS.items():
        (films / f"{name} (2000).{ending}").write_bytes(data)
    for name, (ending, data) in PICTURES.items():
        (photos / f"{name}.{ending}").write_bytes(data)
    sound = next((root / SOUND).glob("*.mp4"))
    for name, (beside, data) in BESIDE.items():
        folder = films / f"Beside {name} (2001)"
        folder.mkdir()
        shutil.copy(sound, folder / f"Beside {name} (2001).mp4")
        (folder / beside.replace("FILM", f"Beside {name} (2001)")).write_bytes(data() if callable(data) else data)
    for place in PLACES:
        place(films, sound)


def box(kind, body=b"", size=None):
    """An MP4 box, with a size that may be another than its own."""
    return struct.pack(">I", len(body) + 8 if size is None else size) + kind + body


def large_box(kind, size, body=b""):
    return struct.pack(">I", 1) + kind + struct.pack(">Q", size) + body


def element(number, body, size=None):
    """An EBML element whose size has eight bytes."""
    return bytes.fromhex(number) + (1 << 56 | (len(body) if size is None else size)).to_bytes(8, "big") + body


def nested(depth, wrap, inner=b""):
    for _ in range(depth):
        inner = wrap(inner)
    return inner


def tracks(count):
    head = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, 1000) + bytes(80))
    return FTYP + box(b"moov", head + box(b"trak", box(b"tkhd", bytes(84))) * count)


def table(kind, entries):
    """A track whose table claims more entries than there are bytes."""
    tables = box(kind, bytes(4) + struct.pack(">I", entries) + bytes(64))
    return FTYP + box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", tables)))))


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, rows=b""):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def jpeg(width, height):
    frame = struct.pack(">BHHB", 8, height, width, 3) + bytes([1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])
    return b"\xff\xd8" + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00" + bytes(64) + b"\xff\xd9"


def webp(width, height):
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heic(width, height):
    size = box(b"ispe", bytes(4) + struct.pack(">II", width, height))
    meta = box(b"meta", bytes(4) + box(b"hdlr", bytes(8) + b"pict" + bytes(13)) + box(b"iprp", box(b"ipco", size)))
    return box(b"ftyp", b"heic" + bytes(4) + b"mif1heic") + meta


def cues(count, last="99:59:59,999"):
    return lambda: b"".join(b"%d\n00:00:01,000 --> %s\nx\n\n" % (number, last.encode()) for number in range(count))


def entities(depth=30):
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))
    return f'<?xml version="1.0"?><!DOCTYPE movie [<!ENTITY e0 "ha">{lines}<!ENTITY out SYSTEM "file:///etc/passwd">]><movie><title>Beside entities</title><plot>&out;&e{depth - 1};</plot></movie>'.encode()


FTYP = box(b"ftyp", b"isom" + bytes(4) + b"isommp42")
EBML = element("1A45DFA3", bytes.fromhex("4282") + b"\x88matroska")
SEGMENT = "18538067"

FILMS = {
    "Nested boxes": ("mp4", FTYP + nested(20_000, lambda inner: box(b"moov", inner[:4_000_000]))),
    "Nested tracks": ("mp4", FTYP + box(b"moov", nested(3_000, lambda inner: box(b"trak", inner)))),
    "Empty boxes": ("mp4", FTYP + box(b"moov", size=0) + box(b"free", size=0) * 1000),
    "Boxes of no size": ("mp4", FTYP + b"\0\0\0\x01moov" + bytes(8) * 1000),
    "Overflowing box": ("mp4", FTYP + large_box(b"moov", (1 << 64) - 1, bytes(100))),
    "Negative box": ("mp4", FTYP + large_box(b"mdat", 1 << 63, bytes(100)) + box(b"moov")),
    "Small box": ("mp4", FTYP + box(b"moov", size=3) + bytes(100)),
    "Ten thousand tracks": ("mp4", tracks(10_000)),
    "Samples without end": ("mp4", table(b"stsz", 0xFFFFFFFF)),
    "Chunks without end": ("mp4", table(b"co64", 0x7FFFFFFF)),
    "Times without end": ("mp4", table(b"stts", 0xFFFFFFFF)),
    "Keyframes without end": ("mp4", table(b"stss", 0xFFFFFFFF)),
    "Fragments of nothing": ("mp4", FTYP + box(b"moov", box(b"mvex", box(b"trex", bytes(24)))) + box(b"moof", box(b"traf", box(b"trun", b"\0\0\x0f\x01" + b"\xff" * 8))) * 2000),
    "A sparse terabyte": ("mp4", FTYP + large_box(b"mdat", 1 << 40)),
    "Nested elements": ("mkv", EBML + nested(3_000, lambda inner: element(SEGMENT, inner))),
    "Nested tags": ("mkv", EBML + element(SEGMENT, element("1254C367", nested(5_000, lambda inner: element("67C8", inner))))),
    "Overflowing element": ("mkv", EBML + element(SEGMENT, b"", (1 << 56) - 2)),
    "Element of no size": ("mkv", EBML + bytes.fromhex(SEGMENT) + b"\0" * 1000),
    "A font of two gigabytes": ("mkv", EBML + element(SEGMENT, element("1941A469", element("61A7", element("466E", b"a.ttf") + element("465C", bytes(100), 2 << 30))))),
    "A hundred thousand chapters": ("mkv", EBML + element(SEGMENT, element("1043A770", element("45B9", element("B6", element("91", bytes(8))) * 100_000)))),
    "Ten thousand streams": ("mkv", EBML + element(SEGMENT, element("1654AE6B", element("AE", element("D7", b"\1") + element("83", b"\1") + element("86", b"V_VP8")) * 10_000))),
    "A codec name of a megabyte": ("mkv", EBML + element(SEGMENT, element("1654AE6B", element("AE", element("86", b"V" * 1_000_000))))),
    "Riff that lies": ("avi", b"RIFF\xff\xff\xff\xffAVI LIST\xff\xff\xff\xffhdrlavih" + b"\xff" * 200),
    "Only sync bytes": ("ts", (b"\x47\x1f\xff\x10" + b"\xff" * 184) * 5000),
    "A table on every packet": ("ts", (b"\x47\x40\x00\x10\x00\x00\xb0\xff" + b"\xff" * 180) * 5000),
    "A playlist": ("mkv", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n"),
    "A list to join": ("mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"),
    "A manifest": ("mp4", b'<?xml version="1.0"?><MPD><Period><BaseURL>file:///etc/passwd</BaseURL></Period></MPD>'),
    "An address": ("strm", b"file:///etc/passwd\n"),
}

PICTURES = {
    "huge jpeg": ("jpg", jpeg(HUGE, HUGE)),
    "huge png": ("png", png(0x7FFFFFFF, 0x7FFFFFFF)),
    "png bomb": ("png", png(30_000, 30_000, bytes(30_001 * 3_000))),
    "flat png": ("png", png(0, 0)),
    "huge webp": ("webp", webp(1 << 24, 1 << 24)),
    "huge heic": ("heic", heic(HUGE, HUGE)),
    "huge gif": ("gif", b"GIF89a" + struct.pack("<HH", HUGE, HUGE) + bytes(3) + b"\x21\xf9\x04" + bytes(5) + b"\x2c" + bytes(4) + struct.pack("<HH", HUGE, HUGE) + b"\0\2\0\x3b"),
    "huge bmp": ("bmp", b"BM" + struct.pack("<IHHIIiiHHIIiiII", 60, 0, 0, 54, 40, 0x7FFFFFFF, -0x7FFFFFFF, 1, 24, 0, 0, 0, 0, 0, 0)),
    "huge tiff": ("tif", b"II*\0\x08\0\0\0\xff\xff" + b"\xff" * 2000),
}

BESIDE = {
    "entities": ("movie.nfo", entities()),
    "depth": ("movie.nfo", b"<movie>" + b"<set>" * 200_000 + b"</set>" * 200_000 + b"</movie>"),
    "length": ("movie.nfo", lambda: b"<movie><plot>" + b"x" * 50_000_000 + b"</plot></movie>"),
    "encoding": ("movie.nfo", '<?xml version="1.0" encoding="utf-16"?><movie><plot>\ud83d\ude00</plot></movie>'.encode("utf-16-le", "surrogatepass")[1:] + b"\xff\xfe\0"),
    "half text": ("movie.nfo", b"<movie><title>Beside half text</title><actor><name>a\0\xff\xfe"),
    "numbers": ("movie.nfo", b"<movie><year>99999999999999999999</year><runtime>-1e308</runtime><rating>nan</rating><premiered>0000-00-00</premiered></movie>"),
    "cues": ("FILM.en.srt", cues(300_000)),
    "times": ("FILM.en.srt", cues(1000, "99999999999999:99:99,999")),
    "backwards": ("FILM.en.srt", b"1\n99:00:00,000 --> 00:00:00,000\n" + b"<i>" * 100_000 + b"\n"),
    "styles": ("FILM.en.ass", lambda: b"[Script Info]\n[V4+ Styles]\n" + b"Style: a,Arial\n" * 100_000 + b"[Events]\n" + b"Dialogue: 0,9:99:99.99,0:00:00.00,a,,0,0,0,,{\\t(" * 20_000),
    "captions": ("FILM.en.vtt", b"WEBVTT\n\n" + b"STYLE\n::cue{" * 50_000),
    "poster": ("poster.png", png(0x7FFFFFFF, 0x7FFFFFFF)),
    "poster bomb": ("poster.jpg", jpeg(HUGE, HUGE)),
}


def odd_names(films, sound):
    """Names that are no text, as long as can be, or that a terminal or a page would take for something else."""
    odd = [b"caf\xe9 \xff\xfe (2003).mp4", b"n" * 244 + b" (2003).mp4", "new\nline\r\x1b[31m (2003).mp4".encode(), "right\u202eto left (2003).mp4".encode(), b".. (2003).mp4",
           b"..\\..\\etc (2003).mp4", b"%2e%2e%2f (2003).mp4", b"<script>alert(1)<script> (2003).mp4", b"'; drop table item; -- (2003).mp4", b"-i (2003).mp4", b"%n%s {0} $(id) (2003).mp4"]
    for name in odd:
        shutil.copy(sound, os.fsencode(films) + b"/" + name)


def circles(films, _):
    (films / "circle").mkdir()
    (films / "circle/back").symlink_to(films)
    (films / "circle/itself.mkv").symlink_to(films / "circle/itself.mkv")


def no_files(films, _):
    """What waits for whoever opens it, or never ends."""
    for name in ("pipe (2004).mkv", "pipe/movie.nfo", "pipe/.ignore", "pipe/.plexignore", "pipe/poster.jpg"):
        (films / name).parent.mkdir(exist_ok=True)
        os.mkfifo(films / name)
    with socket.socket(socket.AF_UNIX) as here:
        here.bind(str(films / "socket.mkv"))
    for name, device in (("zero (2004).mkv", "/dev/zero"), ("random (2004).mkv", "/dev/urandom"), ("passwd (2004).mkv", "/etc/passwd"), ("kernel (2004).mkv", "/proc/kmsg"), ("pipe/tvshow.nfo", "/proc/kmsg")):
        (films / name).symlink_to(device)


def deep_folders(films, _):
    folder = films
    for _ in range(80):
        folder = folder / "deep"
        folder.mkdir()
    (folder / "Lost (2004).mkv").write_bytes(b"x")


PLACES = [odd_names, circles, no_files, deep_folders]
