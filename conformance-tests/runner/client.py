"""A plain HTTP client: nothing is followed, decoded or corrected on the way, so that a check sees what was sent."""

import http.client
import json
import urllib.parse
from dataclasses import dataclass, field

from .report import Failure, demand, short

TIMEOUT_SECONDS = 180


@dataclass
class Answer:
    """What came back."""

    request: str
    status: int
    headers: dict = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def kind(self):
        """The content type without its parameters, in lower case."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        demand("json" in self.kind, f"{self.request}: {self.status} {self.kind or 'without a type'} is not JSON: {short(self.text, 120)}")
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise Failure(f"{self.request}: broken JSON: {error}") from error

    def expect(self, *statuses):
        demand(self.status in statuses, lambda: f"{self.request}: status {self.status}, wanted {' or '.join(map(str, statuses))}: {short(self.text, 160)}")
        return self


class Client:
    """A device that talks to a Jellyfin server. `listener` hears of every answer: method, path and answer."""

    listener = None

    def __init__(self, url, device="conformance", client="Conformance", version="1.0.0"):
        self.url, self.device, self.client, self.version = url.rstrip("/"), device, client, version
        self.token = self.user_id = None
        parts = urllib.parse.urlsplit(self.url)
        self.host, self.port, self.base = parts.hostname, parts.port or 80, parts.path

    def identity(self, token=None):
        """The header in which a client says who it is."""
        said = f'MediaBrowser Client="{self.client}", Device="{self.device}", DeviceId="{self.device}", Version="{self.version}"'
        return said + (f', Token="{token}"' if token else "")

    def credential(self):
        """The headers in which it says who it is and what lets it in."""
        return {"Authorization": self.identity(self.token)}

    def request(self, method, path, query=None, body=None, headers=None, anonymous=False):
        """One request. `path` is sent as it is but for characters that no URL may hold; a `dict` body goes as JSON."""
        target = self.base + urllib.parse.quote(path, safe="/:,%?&=~+@!$'()*;[]-._")
        if query:
            pairs = [(key, str(value).lower() if isinstance(value, bool) else value) for key, value in query.items()]
            target += ("&" if "?" in target else "?") + urllib.parse.urlencode(pairs, doseq=True)
        head = {"Accept": "application/json, */*;q=0.5", "Accept-Encoding": "identity"}
        if not anonymous:
            head.update(self.credential())
        if isinstance(body, (dict, list)):
            body, head["Content-Type"] = json.dumps(body).encode(), "application/json"
        elif isinstance(body, str):
            body = body.encode()
        head.update(headers or {})
        head = {name: value for name, value in head.items() if value is not None}
        answer = self._send(method, target, body, head)
        if Client.listener:
            Client.listener(method, path.split("?")[0], answer)
        return answer

    def _send(self, method, target, body, head):
        shown = f"{method} {target.split('?')[0]}"
        connection = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, target, body=body, headers=head)
            answer = connection.getresponse()
            # Header names may come more than once; the last is as good as any for what is looked at here.
            return Answer(shown, answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        except (OSError, http.client.HTTPException) as error:
            raise Failure(f"{shown}: {type(error).__name__}: {error}") from error
        finally:
            connection.close()

    def get(self, path, query=None, **more):
        return self.request("GET", path, query, **more)

    def head(self, path, query=None, **more):
        return self.request("HEAD", path, query, **more)

    def post(self, path, body=None, query=None, **more):
        return self.request("POST", path, query, body, **more)

    def delete(self, path, query=None, **more):
        return self.request("DELETE", path, query, **more)

    def json(self, path, query=None):
        return self.get(path, query).expect(200).json()

    def items(self, query):
        """All items that a query of `/Items` finds."""
        return self.json("/Items", {"userId": self.user_id, "recursive": True, **query})["Items"]

    def sign_in(self, name, password):
        """Signs in and keeps the token."""
        said = self.post("/Users/AuthenticateByName", {"Username": name, "Pw": password}).expect(200).json()
        self.token, self.user_id = said["AccessToken"], said["User"]["Id"]
        return self

    def another(self, device):
        """A client of the same server on another device, signed out."""
        return Client(self.url, device, self.client, self.version)
