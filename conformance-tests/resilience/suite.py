"""The server and its workers are killed while they work: what was acknowledged is there, and what was begun goes on."""

import os
import random
import signal
import socket
import threading

from clients.websocket import Socket
from playback import sources, transcode
from runner.client import Client
from runner.report import Failure, demand, equal
from runner.server import PASSWORD, USER
from runner.waiting import until

from . import full_disk, hostile, mutants

KILLS = 50
PARTS = ["movies/Slow River (2005)", "movies/Uneven Time (2020)", "movies/Upright (2022)", "movies/No Index (2004)", "movies/Open Door (2019)", "tv/Short Stories", "music/The Overtones"]
CHECKS = {}


def check(name):
    def keep(function):
        CHECKS[name] = function
        return function

    return keep


def run(world):
    for name, function in CHECKS.items():
        if world.wants("resilience/kills"):
            with world.report.check("resilience", name):
                function(world)
    if world.wants("resilience/disk"):
        with world.report.check("resilience", "the disk under made segments is full: films play on, and segments are kept again when there is room"):
            full_disk.check(world)
    if world.wants("resilience/mutants"):
        mutants.run(world)
    if world.wants("resilience/hostile"):
        hostile.run(world)


def started(world):
    root = world.copy(*PARTS)
    return world.server([f"movies:Movies={root}/movies", f"shows:Shows={root}/tv", f"music:Music={root}/music"], root).ready()


@check(f"the server is killed {KILLS} times while progress is reported: none that it acknowledged is lost")
def acknowledged_progress(world):
    server = started(world)
    # A start of the server in which a scan begins is not what this is about, but is what happens then.
    film, dice = server.catalogue.find("film", "Slow River"), random.Random(1)
    ticks = 200_000_000
    for kill in range(KILLS):
        reporter = Reporter(server, film, ticks)
        reporter.start()
        until(lambda: reporter.acknowledged > ticks + dice.randrange(1, 12), Failure("no progress is acknowledged"), 30, 0.002)
        server.kill()
        reporter.join()
        server.start()
        found = server.client.json(f"/UserItems/{film}/UserData", {"userId": server.client.user_id})["PlaybackPositionTicks"]
        demand(reporter.acknowledged <= found <= reporter.sent, f"kill {kill + 1}: {reporter.acknowledged} was acknowledged, {found} is there")
        ticks = found
    server.stop()


class Reporter(threading.Thread):
    """Reports ever later positions until the server is gone."""

    def __init__(self, server, film, ticks):
        super().__init__(daemon=True)
        self.server, self.film, self.sent, self.acknowledged = server, film, ticks, ticks

    def run(self):
        try:
            while True:
                self.sent += 1
                answer = self.server.client.post("/Sessions/Playing/Progress", {"ItemId": self.film, "MediaSourceId": self.film, "PositionTicks": self.sent})
                if answer.status != 204:
                    return
                self.acknowledged = self.sent
        except Failure:
            return


@check("an administrator restarts the server, which tells its clients and comes back, and shuts it down")
def endings(world):
    server = started(world)
    client, process = server.client, server.process
    with Socket(client, f"/socket?ApiKey={client.token}&deviceId={client.device}") as opened:
        opened.next("ForceKeepAlive")
        client.post("/System/Restart").expect(204)
        opened.next("ServerRestarting")
    until(lambda: server.log().count("  ready in ") == 2 and server.answers(), Failure("it does not come back"), 30)
    demand(process.poll() is None, "it is another process")
    client.get("/Users/Me").expect(200)
    # It has workers again, too.
    client.get(f"/Items/{server.catalogue.find('film', 'Slow River')}/Images/Primary", {"maxWidth": 77}).expect(200)
    client.post("/System/Shutdown").expect(204)
    equal("how it ended", 0, process.wait(30))


@check("a token that was given out is good after the server was killed at once")
def tokens(world):
    server = started(world)
    for number in range(5):
        client = Client(server.client.url, f"device-{number}").sign_in(USER, PASSWORD)
        server.kill()
        server.start()
        client.get("/Users/Me").expect(200)
        server.client.get("/Users/Me").expect(200)
    client.post("/Sessions/Logout").expect(204)
    server.kill()
    server.start()
    client.get("/Users/Me").expect(401)
    server.stop()


@check("favourites and marks that were acknowledged are there after the server was killed at once")
def marks(world):
    server = started(world)
    client, find = server.client, server.catalogue.find
    episode, film = find("episode", "Short Stories S01E01"), find("film", "Upright")
    client.post(f"/UserPlayedItems/{episode}").expect(200)
    client.post(f"/UserFavoriteItems/{film}").expect(200)
    server.kill()
    server.start()
    data = lambda item: client.json(f"/UserItems/{item}/UserData", {"userId": client.user_id})  # noqa: E731
    demand(data(episode)["Played"] and data(film)["IsFavorite"], f"{data(episode)}, {data(film)}")
    server.stop()


@check("the server is killed while it scans: the next start finishes the scan, each item once")
def killed_scan(world):
    root = world.sample_root.resolve()
    server = world.server(world.libraries(root), root)
    server.add_user()
    dice = random.Random(2)
    for _ in range(4):
        server.start()
        # Somewhere in the scan, wherever that is on this machine.
        threading.Event().wait(dice.uniform(0.05, 1.5))
        server.kill()
    server.start()
    server.client.sign_in(USER, PASSWORD)
    server.wait_for_scan()
    wanted = world.expected(root)
    for kind, key in (("Movie", "films"), ("Series", "series"), ("MusicAlbum", "albums"), ("Photo", "photos")):
        equal(f"number of {key}", len(wanted[key]), len(server.client.items({"includeItemTypes": kind})))
    server.stop()


@check("workers are killed while the server scans: the scan comes to its end and lists all")
def killed_workers_in_scan(world):
    root = world.sample_root.resolve()
    server = world.server(world.libraries(root), root)
    server.add_user()
    server.start()
    server.client.sign_in(USER, PASSWORD)
    killer = Killer(server, 6)
    killer.start()
    server.wait_for_scan()
    killer.end()
    # A file whose worker died may be left to the next scan.
    server.scan()
    equal("number of films", len(world.expected(root)["films"]), len(server.client.items({"includeItemTypes": "Movie"})))
    demand(killer.killed, "no worker was there to be killed")
    server.stop()


@check("workers are killed while a film plays: it plays to its end")
def killed_workers_in_playback(world):
    server = started(world)
    source = next(one for one in sources.all_sources(server) if "Uneven Time" in one.path)
    killer = Killer(server, 5)
    killer.start()
    try:
        session, decision = sources.decide(server.client, source, sources.profile("ts"))
        target = world.scratch / "survived.ts"
        stream = transcode.hls.play(server.client, full_disk.small(decision["TranscodingUrl"]), "ts", target)
        transcode.hls.check_lengths(stream, source.seconds)
        transcode.media.decodes(target)
    finally:
        killer.end()
    demand(killer.killed, "no worker was there to be killed")
    server.client.get("/Users/Me").expect(200)
    server.stop()


class Killer(threading.Thread):
    """Kills one worker after another for a while."""

    def __init__(self, server, most):
        super().__init__(daemon=True)
        self.server, self.most, self.killed, self.over = server, most, 0, threading.Event()

    def run(self):
        while self.killed < self.most and not self.over.wait(0.15):
            for pid in self.server.workers()[:1]:
                try:
                    os.kill(pid, signal.SIGKILL)
                    self.killed += 1
                except ProcessLookupError:
                    pass

    def end(self):
        self.over.set()
        self.join()


@check("a request that hangs up in its middle leaves the server as it was")
def hung_up(world):
    server = started(world)
    film = server.catalogue.find("film", "Slow River")
    for _ in range(40):
        with socket.create_connection((server.client.host, server.client.port)) as connection:
            connection.sendall(f"GET /Videos/{film}/stream?static=true HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            connection.recv(1000)
    with socket.create_connection((server.client.host, server.client.port)) as connection:
        connection.sendall(b"POST /Users/AuthenticateByName HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
    server.client.get("/Users/Me").expect(200)
    server.stop()
