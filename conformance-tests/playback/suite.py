"""Playing everything there is: as it is, transcoded, with subtitles, as downloads."""

from runner.report import Failure, demand

from . import direct, subtitles, transcode
from .sources import all_sources, decide

FORMS = {"ts": "as HLS in transport streams", "mp4": "as HLS in fragmented MP4"}


def run(world):
    server = world.sample("shared")
    sources = all_sources(server)
    with world.report.check("playback", "every file of the library is a source"):
        files = {f"{folder}/{path.relative_to(server.root / folder)}" for folder in ("movies", "tv", "music") for path in (server.root / folder).rglob("*") if is_media(path)}
        missing = files - {source.path for source in sources}
        demand(not missing, f"not to be played: {sorted(missing)}")
    for source in sources:
        one_by_one(world, server, source)
    if world.options.url is None and world.wants("playback/seeded"):
        all_at_once(world, world.seeded())


def is_media(path):
    extra = "-trailer" in path.name or path.parent.name == "behind the scenes"
    return path.is_file() and not extra and path.suffix.lower() in {".mkv", ".mp4", ".avi", ".ts", ".webm", ".flac", ".mp3", ".m4a", ".opus", ".ogg"}


def one_by_one(world, server, source):
    report = world.report
    if world.wants("playback/direct"):
        with report.check("playback/direct", f"{source.path}: whole and in ranges"):
            direct.check(server, source)
        with report.check("playback/direct", f"{source.path}: a download"):
            direct.check_download(server, source)
        with report.check("playback/direct", f"{source.path}: without a device, what there is"):
            decision = decide(server.client, source, None)[1]
            demand(decision["SupportsDirectPlay"] and not decision.get("TranscodingUrl"), "a TranscodingUrl without a device to transcode for")
    if world.wants("playback/subtitles"):
        for stream in subtitles.streams(source):
            with report.check("playback/subtitles", f"{source.path}: track {stream['Index']}, {stream.get('Language')} {stream['Codec']}"):
                subtitles.check(server, source, stream)
    for container, name in FORMS.items():
        if world.wants(f"playback/{container}"):
            with report.check(f"playback/{container}", f"{source.path}: {name}"):
                transcode.check(server, source, container, world.scratch)


def all_at_once(world, server):
    """The library from a seed has other names with each seed, so each form is one check of all of it."""
    sources = all_sources(server)
    demand(sources, "the seeded library has nothing to play")
    checks = {
        "whole and in ranges": lambda source: direct.check(server, source),
        "downloads": lambda source: direct.check_download(server, source),
        "subtitles": lambda source: [subtitles.check(server, source, stream) for stream in subtitles.streams(source)],
        FORMS["ts"]: lambda source: transcode.check(server, source, "ts", world.scratch),
        FORMS["mp4"]: lambda source: transcode.check(server, source, "mp4", world.scratch),
    }
    for name, check in checks.items():
        with world.report.check("playback/seeded", f"everything {name}"):
            problems = []
            for source in sources:
                try:
                    check(source)
                except Failure as failure:
                    problems.append(f"{source.path}: {failure}")
            demand(not problems, lambda: f"{len(problems)} of {len(sources)}: " + "; ".join(problems[:5]))
