"""Holds every answer of a run against Jellyfin's schema: its status, its content type, the types of its fields and those that must be there.

The suites make the requests; this only listens, and tells at the end what it heard.
"""

from collections import defaultdict

from runner.report import demand

from .reviewed import reviewed
from .routes import route_of
from .shapes import problems, shapes

# Any route may refuse so. 206, 304, 405, 413, 415, 416 and 429 are HTTP's own, 503 is in the schema of all.
ALWAYS = {206, 304, 401, 403, 405, 413, 415, 416, 429, 503}


class Answers:
    """What was heard of each area of the API: routes, and what was wrong with their answers."""

    def __init__(self):
        self.routes, self.wrong = defaultdict(set), defaultdict(lambda: defaultdict(set))

    def hear(self, method, path, answer):
        """Called with every answer of a client. Paths that are no routes of Jellyfin's are passed over."""
        route = route_of(method, path)
        if route is None:
            return
        self._note(route.path.split("/")[1], route.name, unreviewed(route, answer))

    def hear_message(self, message):
        """Called with every message that came over a websocket."""
        kind = message.get("MessageType")
        shape = next((name for name in (f"{kind}Message", f"Outbound{kind}Message") if name in shapes()), None)
        found = problems(shape, message) if shape else [(f"the message {kind}", "is not in the schema")]
        self._note("socket", str(kind), filter(_is_new, found))

    def _note(self, area, name, found):
        self.routes[area].add(name)
        for field, what in found:
            self.wrong[area][f"{field} {what}"].add(name)

    def tell(self, report, whole):
        """A check for each area that was heard of, and after a whole run one for the list of what may differ."""
        for area in sorted(self.routes):
            with report.check("contract/answers", f"{area}: statuses, types and needed fields are Jellyfin's"):
                wrong = [f"{text} ({sorted(routes)[0]}{f' and {len(routes) - 1} more' if len(routes) > 1 else ''})" for text, routes in sorted(self.wrong[area].items())]
                demand(not wrong, f"{len(wrong)}: {'; '.join(wrong[:12])}")
        if whole:
            with report.check("contract/answers", "every difference that is listed was met with"):
                unneeded = reviewed("answer").unneeded()
                demand(not unneeded, f"listed, but nothing differs so: {', '.join(unneeded)}")


def unreviewed(route, answer):
    """What of an answer is neither as Jellyfin documents it nor reviewed, as (field, what)."""
    return list(filter(_is_new, _problems(route, answer)))


def _is_new(problem):
    field, what = problem
    return not reviewed("answer").allows(field) and not reviewed("answer").allows(f"{field} {what}")


def _problems(route, answer):
    # An id of nothing is 404 wherever a path, a query or a body names one, documented or not.
    names_something = "{" in route.path or any(one.type.strip("[]") == "uuid" for one in route.parameters) or _has_ids(route.body)
    undocumented = answer.status not in ALWAYS and answer.status not in route.statuses and not (answer.status == 404 and names_something)
    if route.statuses and undocumented:
        yield f"status {answer.status} of {route.name}", "is not documented"
    if answer.status == 204:
        if answer.body:
            yield f"the body of {route.name}", "is there with 204"
    elif answer.status == 200 and route.method != "HEAD":
        yield from _body(route, answer)


def _has_ids(body):
    what, fields = shapes().get((body or "").strip("[]"), ("none", {}))
    return what == "object" and any(kind.strip("[]") == "uuid" for kind, *_ in fields.values())


def _body(route, answer):
    if route.answer == "-":
        return
    if "/" in route.answer:
        area, _, kind = route.answer.partition("/")
        if not (answer.kind == route.answer or kind == "*" and answer.kind.startswith(area + "/")):
            yield f"the type of {route.name}", f"is {answer.kind}, not {route.answer}"
    elif answer.kind != "application/json":
        yield f"the type of {route.name}", f"is {answer.kind}, not JSON"
    else:
        yield from problems(route.answer, answer.json())
