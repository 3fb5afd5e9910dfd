"""A library on a disk whose walk stops in its middle: what was walked is listed and plays meanwhile, what may have moved waits for the end."""

import shutil

from playback import hls, media, sources
from runner.held_disk import HeldDisk
from runner.report import Failure, demand, equal
from runner.server import PASSWORD, USER
from runner.waiting import until

PARTS = ["movies/Long Road (2001)", "movies/Slow River (2005)", "movies/Uneven Time (2020)", "tv/Short Stories"]
LAST = "movies/Zebra Crossing (2021)"
LONG = 60


def run(world):
    checks = (("a first scan is held up in its middle: what was walked before is listed and plays", first_scan),
              ("a scan is held up in its middle: new films come, and one that moved stays what it was", moved_meanwhile),
              ("a scan that is held up is cancelled: it ends when the disk answers, and the next one finds the rest", cancelled))
    for name, check in checks:
        with world.report.check("library/slow", name):
            check(world)


class Slow:
    """A server whose libraries are on a disk that can be held up."""

    def __init__(self, world, held):
        self.files = world.copy(*PARTS)
        (self.files / LAST).mkdir()
        shutil.copy(next((self.files / "movies/Slow River (2005)").glob("*.mp4")), self.files / LAST / "Zebra Crossing (2021).mp4")
        shown = self.files.with_name(self.files.name + "-shown")
        self.disk = HeldDisk(self.files, shown)
        self.server = world.server([f"movies:Movies={shown}/movies", f"shows:Shows={shown}/tv"], shown)
        self.disk.give_to(self.server)
        if held:
            self.disk.hold(LAST)
        self.server.add_user()
        self.server.start()
        self.server.client.sign_in(USER, PASSWORD)

    def films(self):
        return {item["Name"]: item["Id"] for item in self.server.client.items({"includeItemTypes": "Movie"})}

    def hold_a_scan(self):
        """Begins one and returns when it is held up."""
        self.disk.hold(LAST)
        self.server.native("POST", "/admin/scans").expect(202)
        until(self.disk.is_waited_for, Failure("the scan does not come to the folder that is held"), LONG)

    def wait_for(self, *names):
        until(lambda: set(names) <= set(self.films()), Failure(f"{names} are not listed"), LONG)

    def end(self):
        self.disk.release()
        self.server.stop()


def first_scan(world):
    slow = Slow(world, held=True)
    try:
        server, disk = slow.server, slow.disk
        until(disk.is_waited_for, Failure("the scan does not come to the folder that is held"), LONG)
        slow.wait_for("Long Road", "Slow River", "Uneven Time")
        early = slow.films()
        equal("the phase meanwhile", ["walking"], [scan["phase"] for scan in server.scans() if scan["libraryTitle"] == "Movies"])
        source = next(one for one in sources.all_sources(server) if "Uneven Time" in one.path)
        session, decision = sources.decide(server.client, source, sources.profile("ts"))
        target = world.scratch / "early.ts"
        stream = hls.play(server.client, decision["TranscodingUrl"], "ts", target)
        hls.check_lengths(stream, source.seconds)
        media.decodes(target)
        demand("Zebra Crossing" not in slow.films() and disk.is_waited_for(), "nothing was held up")
        disk.release()
        server.wait_for_scan()
        late = slow.films()
        equal("films at the end", {"Long Road", "Slow River", "Uneven Time", "Zebra Crossing"}, set(late))
        equal("their ids", early, {name: late[name] for name in early})
        equal("episodes", 3, len(server.client.items({"includeItemTypes": "Episode"})))
    finally:
        slow.end()


def moved_meanwhile(world):
    slow = Slow(world, held=False)
    try:
        server = slow.server
        server.wait_for_scan()
        before = slow.films()
        server.client.post(f"/UserFavoriteItems/{before['Long Road']}").expect(200)
        shutil.move(slow.files / "movies/Long Road (2001)", slow.files / "movies/Another Road (2002)")
        shutil.copytree(world.sample_root / "movies/Upright (2022)", slow.files / "movies/Upright (2022)")
        slow.hold_a_scan()
        slow.wait_for("Upright")
        equal("films while the scan is held up", {*before, "Upright"}, set(slow.films()))
        slow.disk.release()
        server.wait_for_scan()
        after = server.client.items({"includeItemTypes": "Movie", "filters": "IsFavorite"})
        equal("the film that moved", [before["Long Road"]], [item["Id"] for item in after])
        equal("number of films", len(before) + 1, len(slow.films()))
    finally:
        slow.end()


def cancelled(world):
    slow = Slow(world, held=True)
    try:
        server = slow.server
        until(slow.disk.is_waited_for, Failure("the scan does not come to the folder that is held"), LONG)
        slow.wait_for("Uneven Time")
        early = slow.films()
        server.native("DELETE", "/admin/scans").expect(202, 204)
        slow.disk.release()
        server.wait_for_scan()
        equal("films after the cancelled scan", early, slow.films())
        server.scan()
        late = slow.films()
        equal("films at the end", {*early, "Zebra Crossing"}, set(late))
        equal("their ids", early, {name: late[name] for name in early})
    finally:
        slow.end()
