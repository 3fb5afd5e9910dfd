"""Broken files: each costs one clear line, and nothing else."""

from pathlib import Path

from playback import media, sources, transcode
from runner.report import demand, equal


def run(world):
    root = world.sample_root.resolve()
    server = world.server([f"movies:Movies={root}/bad"], root).ready()
    wanted = world.expected(root)["bad"]
    films = server.client.items({"includeItemTypes": "Movie", "fields": "Path,MediaSources"})
    troubles = server.native("GET", "/admin/troubles").expect(200).json()
    with world.report.check("library/bad", "only what can be played is listed"):
        listed = sorted(Path(film["Path"]).name for film in films)
        equal("listed", sorted(Path(one["path"]).name for one in wanted if one["listed"]), listed)
    for one in wanted:
        name = Path(one["path"]).name
        lines = [trouble["text"] for trouble in troubles if trouble["path"].endswith(name)]
        with world.report.check("library/bad", f"{name}: {'no line' if one['listed'] else 'one clear line'}"):
            equal("lines about it", 0 if one["listed"] else 1, len(lines))
            for line in lines:
                demand("\n" not in line and 10 < len(line) < 200 and not line.startswith(("Error(", "Os {")), f"not a clear line: {line!r}")
    with world.report.check("library/bad", "a torn file is as long as it says, and plays across its hole"):
        across_the_hole(world, server)
    server.stop()


def across_the_hole(world, server):
    source = next(one for one in sources.all_sources(server) if "Torn" in one.path)
    session, decision = sources.decide(server.client, source, sources.profile("ts"))
    target = world.scratch / "torn.ts"
    stream = transcode.hls.play(server.client, decision["TranscodingUrl"], "ts", target)
    transcode.hls.check_lengths(stream, source.seconds)
    video = next(track for track in media.probe(target) if track.kind == "video")
    start, end = video.span
    # What lies in the hole is lost; what lies behind it is not.
    demand(end - start > 0.9 * source.seconds, f"it plays from {start:.1f} to {end:.1f} s of {source.seconds:.1f} s")
    server.client.delete("/Videos/ActiveEncodings", {"deviceId": server.client.device, "playSessionId": session})
