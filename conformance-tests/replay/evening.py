"""An evening with SyncPlay and remote control: what two clients of a Jellyfin 12 asked and what each of them heard, recorded (data/evening.jsonl) and
asked again by two clients with a websocket each. Each must hear the same messages in the same order, with the same members, and nothing else.

A line is what one client (`who`) does, in the dialect of the other recordings: `connects`, `says` over its websocket, or asks; then what each client
(`a`, `b`) hears of it. Heard are `command` and `entry` of the queue, with its moment and position; `state` with its reason; `queue` with its items; another
`update` of the group with its data; or any other `message`. Moments: `after 80` ms from when it was sent, `as before`: that of the command before, `earlier`: a
moment that is past. Positions: ticks, `the same` as before, or `played on` since. Beside the scenarios' references there are {user}, {me}, {group}, {nobody},
{now}, {client}, {device b}, {session b} and {entry 1}. `wait` seconds pass before the line, as they did.
"""

import re
import time
from datetime import UTC, datetime

from clients.websocket import Socket
from contract.reviewed import reviewed
from runner.client import Client
from runner.expectation import Expectation
from runner.report import demand, short

from .script import script

SUITE = "replay/evening"
TICKS_PER_MS = 10_000
# Two moments of one command are read from one clock; the rest is rounding.
SLACK_MS = 2
# Where in a list something is.
PLACE = re.compile(r"\[\d+\]")
LIBRARY = "~is {library Movies}"
NOBODY = "0123456789abcdef0123456789abcdef"


def run(world, server, who):
    lines = script("evening")
    evening = Evening(server, who)
    try:
        for step in dict.fromkeys(line["step"] for line in lines):
            with world.report.check(SUITE, step):
                for line in (line for line in lines if line["step"] == step):
                    evening.play(line)
                evening.nothing_more()
        with world.report.check(SUITE, "what is otherwise than recorded was met"):
            unneeded = reviewed("evening").unneeded()
            demand(not unneeded, f"listed, but not met: {', '.join(unneeded)}")
    finally:
        evening.close()


class Evening:
    """The two clients, and what is known by now."""

    def __init__(self, server, who):
        self.clients = {name: Client(server.client.url, f"evening-{name}", "Evening").sign_in(*who) for name in "ab"}
        self.sockets, self.catalogue = {}, server.catalogue
        self.known = {"user": who[0], "me": self.clients["a"].user_id, "nobody": NOBODY, "client": "Evening", "device b": "evening-b"}
        self.expectation = Expectation({}, server.catalogue)
        # Of the last command: its moment, and its position in ticks; and what each client heard that another line will want to compare with.
        self.moment, self.position = None, 0

    def play(self, line):
        time.sleep(line.get("wait", 0))
        who = line["who"]
        if line.get("connects"):
            client = self.clients[who]
            self.sockets[who] = Socket(client, f"/socket?api_key={client.token}&deviceId={client.device}").__enter__()
        elif "says" in line:
            self.sockets[who].send(line["says"])
        else:
            self._ask(line, self.clients[who])
        # Both are told of one change: each tells it against what was before.
        before = after = self.moment, self.position
        for name in (name for name in "ab" if name in line):
            self.moment, self.position = before
            for wanted in line[name]:
                self._hear(name, wanted)
            after = after if before == (self.moment, self.position) else (self.moment, self.position)
        self.moment, self.position = after

    def _ask(self, line, client):
        method = next(verb for verb in ("get", "post") if verb in line)
        if "{session b}" in line[method] and "session b" not in self.known:
            self.known["session b"] = client.json("/Sessions", {"deviceId": "evening-b"})[0]["Id"]
        self.known["now"] = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        answer = client.request(method.upper(), self._fill(line[method]), None, self._fill(line.get("body"))).expect(line.get("status", 200))
        demand(answer.status != 204 or not answer.body, "204 with a body")
        if "answer" in line:
            said = answer.json()
            if line[method] == "/SyncPlay/New":
                self.known["group"] = said["GroupId"]
            self._alike(self._fill(line["answer"]), said)

    def _hear(self, name, wanted):
        if wanted.get("message") == "the end":
            return self.sockets.pop(name).expect_end()
        said = self.sockets[name].next_any()
        kind, data = said["MessageType"], said.get("Data")
        self._exact("the message", {"MessageId": "~id", "MessageType": "~text", **({"Data": "~any"} if "data" in wanted or "message" not in wanted else {})}, said)
        group = data.get("GroupId") if isinstance(data, dict) else None
        if "command" in wanted:
            demand(kind == "SyncPlayCommand", lambda: f"{name} heard {short(said)}, wanted the command {wanted['command']}")
            self._command(name, wanted, data)
        elif "message" in wanted:
            demand(kind == wanted["message"], lambda: f"{name} heard {short(said)}, wanted {wanted['message']}")
            self._exact(f"{kind} at {name}", self._fill(told(wanted.get("data"))), data)
        else:
            demand(kind == "SyncPlayGroupUpdate", lambda: f"{name} heard {short(said)}, wanted {wanted}")
            of = NOBODY if wanted.get("update") == "GroupDoesNotExist" else self.known["group"] if "group" in self.known else group
            self._exact(f"an update at {name}", {"GroupId": of, **self._update(wanted, data)}, data)

    def _update(self, wanted, data):
        if "state" in wanted:
            return {"Type": "StateUpdate", "Data": {"State": wanted["state"], "Reason": wanted["reason"]}}
        if "queue" not in wanted:
            return {"Type": wanted["update"], "Data": self._fill(wanted["data"])}
        inner, items = data.get("Data"), self._fill(wanted["items"])
        demand(isinstance(inner, dict) and isinstance(inner.get("Playlist"), list), lambda: f"wanted a queue, heard {short(data)}")
        if wanted["queue"] == "NewPlaylist":
            self.known.update({f"entry {at}": one["PlaylistItemId"] for at, one in enumerate(inner["Playlist"], 1)})
            self.order = items
        entries = [{"ItemId": one, "PlaylistItemId": self.known[f"entry {self.order.index(one) + 1}"]} for one in items]
        start = wanted["start"]
        if start == "played on":
            self._near("the queue's start", self.position + (moment(inner["LastUpdate"]) - self.moment), inner["StartPositionTicks"])
            start = "~integer"
        return {"Type": "PlayQueue", "Data": {
            "Reason": wanted["queue"], "LastUpdate": "~date", "Playlist": entries, "PlayingItemIndex": wanted["playing"], "StartPositionTicks": start,
            "IsPlaying": wanted.get("is_playing", False), "ShuffleMode": wanted.get("shuffle", "Sorted"), "RepeatMode": wanted.get("repeat", "RepeatNone")}}

    def _command(self, name, wanted, data):
        entry = self.known[f"entry {wanted['entry']}"] if "entry" in wanted else "~id"
        group = self.known.get("group", "~id")
        self._exact(f"a command at {name}", {"GroupId": group, "PlaylistItemId": entry, "When": "~date", "PositionTicks": "~integer", "Command": wanted["command"], "EmittedAt": "~date"}, data)
        when, emitted, position = moment(data["When"]), moment(data["EmittedAt"]), data["PositionTicks"]
        kind, _, ms = wanted["when"].partition(" ")
        what = f"the moment of {wanted['command']} at {name}"
        if kind == "after":
            self._near(what, emitted + int(ms) * TICKS_PER_MS, when)
        else:
            demand(when <= emitted, f"{what} is to come")
        if wanted["when"] == "as before" and self.moment is not None:
            self._near(what, self.moment, when)
        expected = {"the same": self.position, "played on": self.position + (emitted - (self.moment or emitted))}.get(wanted["position"], wanted["position"])
        self._near(f"the position of {wanted['command']} at {name}", expected, position)
        self.moment, self.position = when, position

    def _near(self, what, wanted, found):
        demand(abs(wanted - found) <= SLACK_MS * TICKS_PER_MS, f"{what} is {found}, wanted {wanted}")

    def _exact(self, what, wanted, found):
        """As wanted, and no member more."""
        self._alike(wanted, found)
        more = list(extra(wanted, found))
        demand(not more, f"{what} has more: {', '.join(more)}")

    def _alike(self, wanted, found):
        """As wanted, but for what is reviewed."""
        problems = [one for one in self.expectation.check(wanted, found, "it") if not reviewed("evening").allows(PLACE.sub("", one.split(" ")[0]))]
        demand(not problems, "; ".join(problems))

    def nothing_more(self):
        """Whoever asks for a sign of life hears that next."""
        for name, socket in self.sockets.items():
            socket.send({"MessageType": "KeepAlive"})
            said = socket.next_any()
            demand(said["MessageType"] == "KeepAlive", lambda: f"{name} heard more than was recorded: {short(said)}")

    def close(self):
        for socket in self.sockets.values():
            socket.__exit__()

    def _fill(self, value):
        if isinstance(value, str):
            for name, known in self.known.items():
                value = value.replace("{" + name + "}", known)
            return self.catalogue.fill(value)
        if isinstance(value, dict):
            return {key: self._fill(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._fill(one) for one in value]
        return value


def told(data):
    """Data without the entries of what is above a film, if that is reviewed."""
    entries = data.get("UserDataList") if isinstance(data, dict) else None
    if not entries or not any(LIBRARY in one.values() for one in entries) or not reviewed("evening").allows("UserDataChanged of a library"):
        return data
    return {**data, "UserDataList": [one for one in entries if LIBRARY not in one.values()]}


def extra(wanted, found, place=""):
    """The members of `found` that `wanted` has not."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        yield from (f"{place}{key}" for key in found.keys() - wanted.keys())
        for key in wanted.keys() & found.keys():
            yield from extra(wanted[key], found[key], f"{place}{key}.")
    elif isinstance(wanted, list) and isinstance(found, list):
        for one, other in zip(wanted, found):
            yield from extra(one, other, place)


def moment(text):
    """Ticks since the epoch: seven digits, which `datetime` cannot read."""
    whole, _, part = text.rstrip("Z").partition(".")
    seconds = int(datetime.fromisoformat(whole + "+00:00").timestamp())
    return seconds * 10_000_000 + int(part.ljust(7, "0")[:7] or 0)
