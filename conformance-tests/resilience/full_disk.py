"""A disk of its own under what is made, which others fill: films play on from memory, and segments are kept again when there is room."""

import os
import re
import shutil
import subprocess

from playback import hls, media, sources
from runner.report import Skip, demand

SIZE = 4 << 20
PART = "movies/Uneven Time (2020)"


def check(world):
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("nsenter"):
        raise Skip("mounting needs root, unshare and nsenter")
    if subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode:
        raise Skip("this machine does not let us mount")
    disk = Disk(world)
    server = disk.server
    source = next(one for one in sources.all_sources(server) if one.path.startswith(PART))

    disk.fill()
    for _ in range(2):
        play(server, source, world.scratch)
        demand(not disk.segments(), f"{disk.segments()} on a disk without room")
    demand("a segment could not be kept" in server.log(), "the full disk was not noticed")

    # Room for a few: what is old goes, and none is kept that is not whole.
    disk.empty()
    disk.fill(leave=400_000)
    play(server, source, world.scratch)
    demand(disk.segments(), "nothing is kept though there is some room")
    disk.fill()
    play(server, source, world.scratch)

    disk.empty()
    stream = play(server, source, world.scratch)
    kept = disk.segments()
    demand(len(kept) >= stream.segments, f"{len(kept)} of {stream.segments} segments are kept when there is room again")
    play(server, source, world.scratch)
    demand(kept.items() <= disk.segments().items(), "segments that were kept are made again")
    server.client.get("/Users/Me").expect(200)
    server.stop()


class Disk:
    """A small file system where the server keeps segments, in a mount namespace of the server's own."""

    def __init__(self, world):
        root = world.copy(PART)
        self.server = world.server([f"movies:Movies={root}/movies"], root)
        self.folder = self.server.data / "cache/segments"
        script = f'mkdir -p "{self.folder}" && mount -t tmpfs -o size={SIZE} none "{self.folder}" && exec "$@"'
        self.server.before = ["unshare", "-m", "--propagation", "private", "sh", "-c", script, "sh"]
        self.server.ready()
        demand(self.inside(f'stat -f -c %T "{self.folder}"').strip() == "tmpfs", "the server has no disk of its own")

    def inside(self, script):
        command = ["nsenter", "-t", str(self.server.process.pid), "-m", "sh", "-c", script]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def fill(self, leave=0):
        """Somebody else's file takes all that is free, but for so many bytes."""
        self.inside(f'head -c {SIZE} /dev/zero >> "{self.folder}/others" 2> /dev/null; size=$(stat -c %s "{self.folder}/others"); truncate -s $((size - {leave})) "{self.folder}/others"')

    def empty(self):
        self.inside(f'rm "{self.folder}/others"')

    def segments(self):
        """What is kept, with when it was written. Anything else that lies there is wrong."""
        lines = self.inside(f'cd "{self.folder}" && find . -type f -printf "%f %T@\\n"').splitlines()
        found = dict(line.split() for line in lines)
        found.pop("others", None)
        # What is being written while this looks is no segment yet.
        strange = [name for name in found if not re.fullmatch(r"[0-9a-f]{64}|\d+\.part", name)]
        demand(not strange, f"strange files: {strange}")
        return {name: written for name, written in found.items() if not name.endswith(".part")}


def small(url):
    """The same stream, encoded, with few bits."""
    return re.sub(r"VideoBitrate=\d+", "VideoBitrate=300000", url) + "&AllowVideoStreamCopy=false"


def play(server, source, scratch):
    """From the first segment to the last; everything must decode."""
    _, decision = sources.decide(server.client, source, sources.profile("ts"))
    target = scratch / "played.ts"
    stream = hls.play(server.client, small(decision["TranscodingUrl"]), "ts", target)
    hls.check_lengths(stream, source.seconds)
    media.decodes(target)
    target.unlink()
    return stream
