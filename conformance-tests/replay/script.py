"""The recorded requests, data/web-*.jsonl, and a player of them.

A line is a request in the dialect of the scenarios (`get`, `post`, `query`, `body`, `anonymous`), what the page said over its websocket (`says`) or heard
there (`hears`, `of` an item). A status is 200 and a type JSON where nothing else stands. Apart from the scenarios' references there are {user}, {password},
{token}, {device}, {tag}, {date}, {playsession}: what the client knows of itself and of earlier answers.
"""

import datetime
import json
import re
import urllib.parse

from clients.websocket import Socket
from contract.reviewed import reviewed
from contract.routes import DATA
from runner.report import Failure, demand

IMAGES = {"Accept": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"}
# What a picture with its tag in the address may be kept for: for ever.
KEPT = "max-age=31536000"
PLAYLISTS = {"application/vnd.apple.mpegurl", "application/x-mpegurl"}
SEGMENT = re.compile(r"hls1/[^/]+/\d+\.")


def script(name):
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


class Player:
    """A web client on one device: its token, its open websocket and how it plays."""

    def __init__(self, client, catalogue, user, password):
        self.client, self.catalogue, self.socket, self.segments = client, catalogue, None, []
        week_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=7)
        self.known = {"user": user, "password": password, "device": client.device, "tag": "x", "date": week_ago.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "token": "", "playsession": ""}
        self.profile = json.loads((DATA / "web-profile.json").read_text(encoding="utf-8"))

    def step(self, line):
        """What is otherwise than recorded, as lines."""
        try:
            if "says" in line:
                self.socket.send(line["says"])
                return []
            return self._hear(line) if "hears" in line else self._ask(line)
        except Failure as failure:
            return [str(failure)]

    def _hear(self, line):
        if line["hears"] == "ForceKeepAlive":
            # The page was loaded anew: the old socket is gone with it.
            if self.socket:
                self.socket.__exit__()
            self.socket = Socket(self.client, f"/socket?ApiKey={self.client.token}&deviceId={urllib.parse.quote(self.client.device)}").__enter__()
        message = self.socket.next(line["hears"])
        while "of" in line and self._fill(line["of"]) not in {one["ItemId"] for one in message["Data"]["UserDataList"]}:
            message = self.socket.next(line["hears"])
        return []

    def _ask(self, line):
        method = next(verb for verb in ("get", "head", "post", "delete") if verb in line)
        if reviewed("page").allows(f"{line['page']} {method.upper()} {line[method]}"):
            return []
        kind, status, body = line.get("type", "application/json"), line.get("status", 200), self._fill(line.get("body"))
        if line.get("profile"):
            body = {**body, "DeviceProfile": self.profile}
        path, query = self._fill(line[method]), self._fill(line.get("query"))
        if SEGMENT.search(path):
            path, query = self._segment(int(query["runtimeTicks"])), None
        headers = dict(IMAGES) if kind.startswith("image/") else {}
        if status == 206:
            headers["Range"] = "bytes=0-"
        answer = self.client.request(method.upper(), path, query, body, headers, anonymous=line.get("anonymous", False))
        self._learn(path, answer)
        return list(self._problems(line, answer, status, kind))

    def _problems(self, line, answer, status, kind):
        if answer.status != status:
            yield f"{answer.request}: status {answer.status}, recorded {status}"
        elif status != 204 and answer.kind != kind and not (kind.startswith("image/") and answer.kind in ("image/jpeg", "image/png")):
            # A picture that is wanted in its own size is sent as its file is.
            yield f"{answer.request}: {answer.kind or 'no type'}, recorded {kind}"
        elif kind.startswith("image/") and "tag" in line.get("query", {}) and KEPT not in answer.headers.get("cache-control", ""):
            yield f"{answer.request}: may not be kept: {answer.headers.get('cache-control')}"

    def _segment(self, moment):
        """The address of the segment of the playlist at hand that shows this moment: a player asks for what it finds there, and servers cut films as they like."""
        shown = (one for one in self.segments if one[0] <= moment < one[0] + one[1])
        found = next(shown, None)
        demand(found, lambda: f"no segment of the playlist shows {moment}: {[one[:2] for one in self.segments]}")
        return found[2]

    def _learn(self, path, answer):
        if answer.status == 200 and answer.kind in PLAYLISTS:
            places = [urllib.parse.urljoin(path, line) for line in answer.text.splitlines() if SEGMENT.search(line)]
            queries = [urllib.parse.parse_qs(place.partition("?")[2]) for place in places]
            self.segments = [(int(query["runtimeTicks"][0]), int(query["actualSegmentLengthTicks"][0]), place) for place, query in zip(places, queries)] or self.segments
        if answer.status != 200 or answer.kind != "application/json":
            return
        said = answer.json()
        if isinstance(said, dict) and said.get("AccessToken"):
            self.client.token, self.client.user_id, self.known["token"] = said["AccessToken"], said["User"]["Id"], said["AccessToken"]
            self.catalogue.client.user_id = self.client.user_id
        if isinstance(said, dict) and said.get("PlaySessionId"):
            self.known["playsession"] = said["PlaySessionId"]

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
