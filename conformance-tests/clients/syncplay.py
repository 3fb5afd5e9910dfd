"""An evening with SyncPlay: two clients with a websocket each. What each of them hears, in its order, is what a Jellyfin 12 was
recorded to send. `A Pause 20 +0` is the command Pause at 20 s, to be obeyed 0 ms after it was sent; times have a tolerance."""

import time
from datetime import UTC, datetime

from runner.client import Client
from runner.report import demand

from .headers import credentials
from .websocket import Socket

SUITE = "clients/syncplay"
TICKS = 10_000_000


def run(world, server):
    if not world.wants(SUITE):
        return
    who = credentials(world)
    films = [server.catalogue.find("film", name) for name in ("Slow River", "Big Test")]
    first, second = (Member(Client(server.client.url, f"syncplay-{name}").sign_in(*who)) for name in "ab")
    with first.socket, second.socket:
        evening = Evening(films, first, second)
        for check, step in evening.steps():
            with world.report.check(SUITE, check):
                step()


class Member:
    def __init__(self, client):
        self.client = client
        self.socket = Socket(client, f"/socket?api_key={client.token}")
        self.socket.next("ForceKeepAlive")

    def ask(self, what, body=None, status=204):
        return self.client.post(f"/SyncPlay/{what}", body).expect(status)

    def hears(self, *expected):
        """The next messages of its group are these."""
        for wanted in expected:
            said = short(self.socket.next_of({"SyncPlayCommand", "SyncPlayGroupUpdate"}))
            demand(alike(said, wanted), f"heard {said}, wanted {wanted}")


def short(message):
    data = message["Data"]
    if message["MessageType"] == "SyncPlayCommand":
        delay = (moment(data["When"]) - moment(data["EmittedAt"])).total_seconds() * 1000
        return (data["Command"], data["PositionTicks"] / TICKS, delay)
    inner = data["Data"]
    if data["Type"] == "StateUpdate":
        return ("StateUpdate", inner["State"], inner["Reason"])
    if data["Type"] == "PlayQueue":
        return ("PlayQueue", inner["Reason"], inner["PlayingItemIndex"])
    return (data["Type"],)


def alike(said, wanted):
    """Numbers of a command may be off by what the machine needed: 400 ms."""
    if len(said) != len(wanted) or said[0] != wanted[0]:
        return False
    slack = (0, 0.4, 400)
    return all(one == other or other is None or isinstance(other, (int, float)) and isinstance(one, (int, float)) and abs(one - other) <= slack[at]
               for at, (one, other) in enumerate(zip(said, wanted, strict=True)))


def moment(text):
    # Python reads six digits at most.
    return datetime.fromisoformat(text[:26].rstrip("Z") + "+00:00")


class Evening:
    def __init__(self, films, first, second):
        self.films, self.a, self.b = films, first, second
        self.group, self.entries = None, []

    def steps(self):
        return [
            ("a group is made and joined", self.gather),
            ("a queue reaches both, and plays when both are ready", self.begin),
            ("pausing and going on, by either", self.pause),
            ("a seek waits for both", self.seek),
            ("one who stalls halts the other", self.stall),
            ("the next of the queue", self.next),
            ("modes change the queue for both", self.modes),
            ("a group that is not there is said by a message", self.stranger),
            ("whoever left may ask for nothing more", self.leave),
        ]

    def both_hear(self, *expected):
        self.a.hears(*expected)
        self.b.hears(*expected)

    def report(self, member, kind, position, playing, entry=0):
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        member.ask(kind, {"When": now, "PositionTicks": int(position * TICKS), "IsPlaying": playing, "PlaylistItemId": self.entries[entry]})

    def gather(self):
        info = self.a.ask("New", {"GroupName": "Movie night"}, 200).json()
        demand(info["State"] == "Idle" and len(info["Participants"]) == 1, f"the new group is {info}")
        self.group = info["GroupId"]
        self.a.hears(("GroupJoined",), ("Stop", 0, None))
        listed = self.b.client.get("/SyncPlay/List").expect(200).json()
        demand([one["GroupId"] for one in listed] == [self.group], f"the list is {listed}")
        self.b.ask("Join", {"GroupId": self.group})
        self.a.hears(("UserJoined",))
        self.b.hears(("GroupJoined",), ("Stop", 0, None))

    def begin(self):
        self.a.ask("SetNewQueue", {"PlayingQueue": self.films, "PlayingItemPosition": 0, "StartPositionTicks": 0})
        queue = self.a.socket.next("SyncPlayGroupUpdate")["Data"]["Data"]
        demand([one["ItemId"] for one in queue["Playlist"]] == self.films, f"the queue is {queue}")
        self.entries = [one["PlaylistItemId"] for one in queue["Playlist"]]
        self.b.hears(("PlayQueue", "NewPlaylist", 0))
        for member in (self.a, self.b):
            member.ask("Ping", {"Ping": 40})
        for member in (self.a, self.b):
            self.report(member, "Buffering", 0, True)
            self.both_hear(("StateUpdate", "Waiting", "Buffer"))
        self.report(self.a, "Ready", 0, True)
        self.a.hears(("Pause", 0, 0))
        self.report(self.b, "Ready", 0, True)
        self.both_hear(("Unpause", 0, 80), ("StateUpdate", "Playing", "Ready"))

    def pause(self):
        time.sleep(1)
        self.a.ask("Pause")
        self.both_hear(("Pause", 1, 0), ("StateUpdate", "Paused", "Pause"))
        self.b.ask("Unpause")
        self.both_hear(("Unpause", 1, 500), ("StateUpdate", "Playing", "Unpause"))
        for member in (self.a, self.b):
            self.report(member, "Ready", 2, False)
            member.hears(("Unpause", 1, None))

    def seek(self):
        self.a.ask("Seek", {"PositionTicks": 20 * TICKS})
        self.both_hear(("Seek", 20, 0), ("StateUpdate", "Waiting", "Seek"))
        for member in (self.a, self.b):
            self.report(member, "Buffering", 20, False)
            self.both_hear(("StateUpdate", "Waiting", "Buffer"))
        self.report(self.a, "Ready", 20, False)
        self.a.hears(("Pause", 20, 0))
        self.report(self.b, "Ready", 20, False)
        self.both_hear(("Unpause", 20, 80), ("StateUpdate", "Playing", "Ready"))

    def stall(self):
        time.sleep(0.5)
        self.report(self.b, "Buffering", 21, True)
        self.a.hears(("Pause", 20.4, 0), ("StateUpdate", "Waiting", "Buffer"))
        self.b.hears(("StateUpdate", "Waiting", "Buffer"))
        self.report(self.b, "Ready", 21, True)
        self.both_hear(("Unpause", 20.4, 80), ("StateUpdate", "Playing", "Ready"))

    def next(self):
        self.a.ask("NextItem", {"PlaylistItemId": self.entries[0]})
        self.both_hear(("PlayQueue", "NextItem", 1))
        self.report(self.a, "Ready", 0, True, entry=1)
        self.a.hears(("Pause", 0, 0))
        self.report(self.b, "Ready", 0, True, entry=1)
        self.both_hear(("Unpause", 0, 80), ("StateUpdate", "Playing", "Ready"))

    def modes(self):
        self.a.ask("SetRepeatMode", {"Mode": "RepeatAll"})
        self.both_hear(("PlayQueue", "RepeatMode", 1))
        self.a.ask("SetShuffleMode", {"Mode": "Shuffle"})
        self.both_hear(("PlayQueue", "ShuffleMode", 0))
        self.b.ask("SetIgnoreWait", {"IgnoreWait": True})
        self.a.ask("Stop")
        self.both_hear(("Stop", 0, None))

    def stranger(self):
        self.b.ask("Join", {"GroupId": "0123456789abcdef0123456789abcdef"})
        self.b.hears(("GroupDoesNotExist",))

    def leave(self):
        self.b.ask("Leave")
        self.b.hears(("GroupLeft",))
        self.a.hears(("UserLeft",))
        self.b.ask("Pause", status=403)
        self.a.ask("Leave")
        self.a.hears(("GroupLeft",))
        demand(self.a.client.get("/SyncPlay/List").expect(200).json() == [], "the group is still listed")
