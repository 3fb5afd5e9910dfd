"""Runs the requests that stand in `scenarios/jellyfin/*.json` in their order."""

import json

from .client import Client
from .expectation import Expectation
from .report import demand

ORDER = ["system", "sign-in", "views", "browse", "search", "item", "music", "images", "subtitles", "playback", "hls", "state", "playlists", "collections", "trickplay", "admin"]


def run(world):
    """Runs all groups on a fresh server with the sample library; state that one scenario makes is seen by the next."""
    folder = world.folder / "scenarios" / "jellyfin"
    kinds = json.loads((folder / "kinds.json").read_text(encoding="utf-8"))
    server = world.sample("scenarios")
    session = Session(server, Expectation(kinds, server.catalogue))
    try:
        for group in ORDER:
            if world.wants(f"scenarios/{group}"):
                document = json.loads((folder / f"{group}.json").read_text(encoding="utf-8"))
                for scenario in document["scenarios"]:
                    with world.report.check(f"scenarios/{group}", scenario["name"]):
                        session.run(scenario, document.get("profiles", {}))
    finally:
        server.stop()


class Session:
    """What scenarios share: the answers so far and the people who signed in."""

    def __init__(self, server, expectation):
        self.server, self.expectation = server, expectation
        self.answers, self.people = {}, {}

    def run(self, scenario, profiles):
        if "sign_in" in scenario:
            who, password = scenario["sign_in"]
            self.people[who] = Client(self.server.client.url, f"conformance-{who}").sign_in(who, password)
            return
        answer = self._send(scenario, profiles)
        wanted = scenario["expect"]
        statuses = wanted["status"] if isinstance(wanted.get("status", 200), list) else [wanted.get("status", 200)]
        answer.expect(*statuses)
        if "id" in scenario:
            self.answers[scenario["id"]] = answer.json()
        if "type" in wanted:
            demand(answer.kind == wanted["type"].lower(), f"the type is {answer.kind or 'missing'}, wanted {wanted['type']}")
        for name, value in wanted.get("headers", {}).items():
            self.expectation.demand({name: value}, {name: answer.headers.get(name.lower())})
        if "length" in wanted:
            self.expectation.demand(wanted["length"], len(answer.body))
        if "starts" in wanted:
            demand(answer.body.startswith(bytes.fromhex(wanted["starts"])), f"the body starts with {answer.body[:8].hex()}, wanted {wanted['starts']}")
        for part in wanted.get("contains", []):
            demand(self.server.catalogue.fill(part) in answer.text, lambda: f"the body lacks {part!r}: {answer.text[:200]!r}")
        for part in wanted.get("lacks", []):
            demand(part not in answer.text, f"the body has {part!r}")
        if "kind" in wanted:
            self.expectation.demand(f"~kind {wanted['kind']}", answer.json())
        if "json" in wanted:
            self.expectation.demand(wanted["json"], answer.json())

    def _send(self, scenario, profiles):
        method, path = next((verb, scenario[verb.lower()]) for verb in ("GET", "HEAD", "POST", "DELETE") if verb.lower() in scenario)
        fill = lambda value: self.server.catalogue.fill(value, self.answers)  # noqa: E731
        client = self.people[scenario["as"]] if "as" in scenario else self.server.client
        body = fill(scenario.get("body"))
        if "profile" in scenario:
            body = {**(body or {}), "DeviceProfile": profiles[scenario["profile"]]}
        if "over" in scenario:
            # Clients change a few values of a whole document and post it back.
            body = {**self.answers[scenario["over"]], **body}
        headers = {name: fill(value) if value is not None else None for name, value in scenario.get("headers", {}).items()}
        return client.request(method, fill(path), fill(scenario.get("query")), body, headers, anonymous=scenario.get("anonymous", False))
