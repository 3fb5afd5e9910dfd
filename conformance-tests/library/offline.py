"""A library whose folder is gone, empty, unreadable or unmounted loses nothing: neither items nor what was watched."""

import os
import pwd
import shutil
import subprocess

from runner.report import Skip, demand, equal

PARTS = ["movies/Slow River (2005)", "movies/Twin (1970).mp4", "movies/Long Road (2001)", "tv/Short Stories"]
POSITION_TICKS = 1_500_000_000


def run(world):
    for name, check in (("renamed away", renamed), ("replaced by an empty folder", emptied), ("emptied while it is scanned", emptied_in_a_scan),
                        ("unreadable", unreadable), ("unmounted", unmounted), ("partly unreadable", partly_unreadable)):
        with world.report.check("library/offline", f"the folder is {name}: nothing is lost"):
            check(world)


class Watched:
    """A server with something watched in it, and what it showed then."""

    def __init__(self, world, root, **more):
        self.root = root
        self.server = world.server([f"movies:Movies={root}/movies", f"shows:Shows={root}/tv"], root, **more).ready()
        client, find = self.server.client, self.server.catalogue.find
        client.post("/Sessions/Playing/Progress", {"ItemId": find("film", "Slow River"), "PositionTicks": POSITION_TICKS}).expect(204)
        client.post(f"/UserPlayedItems/{find('episode', 'Short Stories S01E01')}").expect(200)
        self.before = self.state()
        demand(len(self.before) == 6, f"{len(self.before)} items to begin with")

    def state(self):
        """Every film and episode by id, with its state."""
        items = self.server.client.items({"includeItemTypes": "Movie,Episode", "fields": "Path"})
        return {item["Id"]: (item["Name"], item["Path"], item["UserData"]["PlaybackPositionTicks"], item["UserData"]["Played"]) for item in items}

    def check(self, when):
        after = self.state()
        lost = [value[0] for key, value in self.before.items() if key not in after]
        demand(not lost, f"{when}: lost {lost}")
        equal(f"the state {when}", self.before, after)

    def scan_and_check(self, when):
        self.server.scan()
        self.check(when)


def renamed(world):
    watched = Watched(world, world.copy(*PARTS))
    away = watched.root.with_name(watched.root.name + "-away")
    watched.root.rename(away)
    watched.scan_and_check("while the folder is gone")
    watched.server.stop()
    watched.server.start()
    watched.scan_and_check("after a restart without the folder")
    away.rename(watched.root)
    watched.scan_and_check("when the folder is back")
    watched.server.stop()


def emptied(world):
    watched = Watched(world, world.copy(*PARTS))
    movies, away = watched.root / "movies", watched.root / "movies-away"
    movies.rename(away)
    movies.mkdir()
    watched.scan_and_check("while the folder is empty")
    movies.rmdir()
    away.rename(movies)
    watched.scan_and_check("when the files are back")
    watched.server.stop()


def emptied_in_a_scan(world):
    watched = Watched(world, world.copy(*PARTS))
    away = watched.root.with_name(watched.root.name + "-away")
    for attempt in range(5):
        watched.server.native("POST", "/admin/scans").expect(202)
        watched.root.rename(away)
        watched.server.wait_for_scan()
        watched.check(f"after try {attempt + 1} of taking it away in a scan")
        away.rename(watched.root)
        watched.scan_and_check("when the folder is back")
    watched.server.stop()


def unprivileged(world):
    """Root reads what nobody may read, so under root the server runs as somebody else; a server with something watched."""
    root = world.copy(*PARTS)
    if os.geteuid() != 0:
        return Watched(world, root)
    user = account()
    place = world.scratch / "unprivileged"
    place.mkdir(exist_ok=True)
    world.scratch.chmod(0o755)
    # That user may not be able to enter the folder with the binaries.
    binaries = [place / binary.name for binary in (world.options.server, world.options.worker)]
    for target, binary in zip(binaries, (world.options.server, world.options.worker)):
        if not target.exists():
            shutil.copy2(binary, target)
    for path in (place, root, *root.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid)
    return Watched(world, root, place=place, binaries=binaries, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd=place)


def account():
    """The user that `cargo xtask test` makes, or one that every system has."""
    names = {one.pw_name: one for one in pwd.getpwall()}
    return names.get("walros-ci") or names["nobody"]


def unreadable(world):
    watched = unprivileged(world)
    movies = watched.root / "movies"
    movies.chmod(0)
    try:
        watched.scan_and_check("while the folder cannot be read")
    finally:
        movies.chmod(0o755)
    watched.scan_and_check("when it can be read again")
    watched.server.stop()


def partly_unreadable(world):
    watched = unprivileged(world)
    inner = watched.root / "movies/Slow River (2005)"
    inner.chmod(0)
    try:
        watched.scan_and_check("while one folder in it cannot be read")
    finally:
        inner.chmod(0o755)
    watched.scan_and_check("when it can be read again")
    watched.server.stop()


def unmounted(world):
    """A real mount, in a mount namespace of the server's own."""
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("nsenter"):
        raise Skip("mounting needs root, unshare and nsenter")
    if subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode:
        raise Skip("this machine does not let us mount")
    source = world.copy(*PARTS)
    root = source.with_name(source.name + "-mounted")
    root.mkdir()
    script = f'mount -t tmpfs none "{root}" && cp -a "{source}/." "{root}/" && exec "$@"'
    watched = Watched(world, root, before=["unshare", "-m", "--propagation", "private", "sh", "-c", script, "sh"])
    inside = ["nsenter", "-t", str(watched.server.process.pid), "-m"]
    subprocess.run([*inside, "umount", "-l", str(root)], check=True)
    watched.scan_and_check("while it is not mounted")
    subprocess.run([*inside, "sh", "-c", f'mount -t tmpfs none "{root}" && cp -a "{source}/." "{root}/"'], check=True)
    watched.scan_and_check("when it is mounted again")
    watched.server.stop()
