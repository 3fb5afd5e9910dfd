"""The websocket: opening it, keeping it alive, what comes over it, and who may open it."""

import base64
import json
import os
import socket
import struct

from runner.client import Client
from runner.report import Failure, demand

from .headers import credentials


def run(world, server):
    if not world.wants("clients/websocket"):
        return
    report, name = world.report, "clients/websocket"
    name_and_password = credentials(world)
    client = Client(server.client.url, "websocket").sign_in(*name_and_password)
    with report.check(name, "the first message asks to be kept alive, and it answers"):
        with Socket(client, f"/socket?api_key={client.token}&deviceId=websocket") as opened:
            first = opened.next("ForceKeepAlive")
            demand(first.get("Data") == 60 and first.get("MessageId"), f"the first message is {first}")
            opened.send({"MessageType": "KeepAlive"})
            opened.next("KeepAlive")
    for form, path, headers in (
        ("by ApiKey", f"/socket?ApiKey={client.token}&deviceId=websocket", {}),
        ("by a header", "/socket", {"Authorization": client.identity(client.token)}),
        ("by an older header, in capitals", "/SOCKET", {"X-Emby-Token": client.token}),
        ("below a prefix of older servers", f"/emby/socket?api_key={client.token}&deviceId=websocket", {}),
    ):
        with report.check(name, f"opens {form}"):
            with Socket(client, path, headers) as opened:
                opened.next("ForceKeepAlive")
    with report.check(name, "does not open without a token"):
        demand(Socket(client, "/socket").status in (401, 403), "it opened, or failed otherwise")
    with report.check(name, "nonsense is passed over"):
        with Socket(client, f"/socket?api_key={client.token}") as opened:
            opened.send_text("no JSON")
            opened.send({"MessageType": "NoSuchThing", "Data": [1]})
            opened.send({"MessageType": "KeepAlive"})
            opened.next("KeepAlive")
    with report.check(name, "tells what sessions do when asked to"):
        with Socket(client, f"/socket?api_key={client.token}&deviceId=websocket") as opened:
            opened.send({"MessageType": "SessionsStart", "Data": "0,1500"})
            # Asking brings nothing, as recorded of a Jellyfin 12; whoever comes, does.
            opened.send({"MessageType": "KeepAlive"})
            opened.next("KeepAlive")
            Client(server.client.url, "websocket newcomer").sign_in(*name_and_password).post("/Sessions/Capabilities/Full", {}).expect(204)
            sessions = opened.next("Sessions")["Data"]
            demand(any(one.get("DeviceId") == "websocket" for one in sessions), f"our session is not among {len(sessions)}")
            opened.send({"MessageType": "SessionsStop", "Data": ""})
    with report.check(name, "tells what the user changed, parents too"):
        changes(server, client)


def changes(server, client):
    episode, series = server.catalogue.find("episode", "Signal Lost S01E04"), server.catalogue.find("series", "Signal Lost")
    with Socket(client, f"/socket?api_key={client.token}&deviceId=websocket") as opened:
        opened.next("ForceKeepAlive")
        client.post(f"/UserPlayedItems/{episode}").expect(200)
        data = opened.next("UserDataChanged")["Data"]
        changed = {one.get("ItemId") for one in data["UserDataList"]}
        demand({episode, series} <= changed, f"told of {changed}, wanted the episode {episode} and its series {series}")
        demand(data["UserId"].replace("-", "") == client.user_id, f"of the user {data['UserId']}")
        for one in data["UserDataList"]:
            missing = {"ItemId", "Key", "Played", "PlayCount", "PlaybackPositionTicks", "IsFavorite"} - one.keys()
            demand(not missing, f"an entry lacks {missing}")
        client.delete(f"/UserPlayedItems/{episode}").expect(200)


class Ended(Failure):
    """The websocket is closed."""


class Socket:
    """A websocket client, no more than is needed: text frames, masked as a client must. `listener` hears of every message."""

    listener = None

    def __init__(self, client, path, headers=None):
        self.buffer = b""
        self.socket = socket.create_connection((client.host, client.port), timeout=15)
        head = {"Host": f"{client.host}:{client.port}", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(), **(headers or {})}
        lines = [f"GET {client.base}{path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.buffer:
            data = self.socket.recv(4096)
            if not data:
                break
            self.buffer += data
        answer, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        self.status = int(answer.split(b" ")[1]) if answer.count(b" ") else 0

    def __enter__(self):
        demand(self.status == 101, f"opening answered {self.status}")
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, message):
        self.send_text(json.dumps(message))

    def send_text(self, text):
        self._frame(1, text.encode())

    def _frame(self, kind, data):
        mask = os.urandom(4)
        size = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(data))
        self.socket.sendall(bytes([0x80 | kind]) + size + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data)))

    def next(self, kind):
        """The next message of this type; others, such as those that the check does not ask for, are passed over."""
        return self.next_of({kind})

    def next_of(self, kinds):
        for _ in range(200):
            message = self.next_any()
            if message.get("MessageType") in kinds:
                return message
        raise Failure(f"no {' or '.join(sorted(kinds))} among 200 messages")

    def next_any(self):
        message = json.loads(self._message())
        if Socket.listener:
            Socket.listener(message)
        return message

    def expect_end(self):
        """The server closes it, and says nothing before."""
        try:
            message = self._message()
        except Ended:
            return self.__exit__()
        raise Failure(f"wanted the end, heard {message[:200]!r}")

    def _message(self):
        text = b""
        while True:
            first, second = self._read(2)
            size = second & 127
            if size > 125:
                size = struct.unpack(">H", self._read(2))[0] if size == 126 else struct.unpack(">Q", self._read(8))[0]
            data = self._read(size)
            kind = first & 15
            if kind == 8:
                raise Ended(f"the server closed the websocket: {data!r}")
            if kind == 9:
                self._frame(10, data)
            if kind in (0, 1):
                text += data
                if first & 0x80:
                    return text

    def _read(self, size):
        while len(self.buffer) < size:
            try:
                data = self.socket.recv(65536)
            except TimeoutError:
                raise Failure("nothing came over the websocket for 15 s") from None
            if not data:
                raise Ended("the websocket ended")
            self.buffer += data
        found, self.buffer = self.buffer[:size], self.buffer[size:]
        return found
