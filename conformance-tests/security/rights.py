"""Which of Jellyfin's routes are served, and that none is more open than Jellyfin's own."""

from contract import routes
from contract.reviewed import reviewed
from runner.report import Failure, demand

REFUSED = {401, 403}


def run(world, server, plain):
    values = {"userId": server.client.user_id}
    report = world.report
    served, missing = table(server, values)
    with report.check("security/rights", "every route of Jellyfin's is served, or listed with the reason why not"):
        listed(missing)
    with report.check("security/rights", "no route is more open to nobody than Jellyfin's"):
        compare("nobody", served, lambda route: route.nobody, lambda route: served[route])
    with report.check("security/rights", "no route is more open to a plain user than Jellyfin's"):
        # As it was tried there: what is read is one's own, what is changed somebody else's.
        compare("user", served, lambda route: route.user, lambda route: ask(plain, route, {"userId": plain.user_id if route.method in ("GET", "HEAD") else server.client.user_id}))
        server.client.get("/Users/Me").expect(200)
    with report.check("security/rights", "what is for administrators is not for others"):
        asked = {route: ask(plain, route, values).status for route in served if route.who == "admin"}
        wrong = [f"{route.name} {status}" for route, status in asked.items() if status not in REFUSED]
        demand(not wrong, f"{len(wrong)} routes: {', '.join(wrong[:12])}")


def ask(client, route, values, **more):
    """One request of a route, with the id of nothing wherever it wants one."""
    return client.request(route.method, routes.fill(route.path, values), body={} if route.method == "POST" else None, **more)


def table(server, values):
    """The routes that are served, with what nobody is answered there, and the names of the others. What has no handler answers 404 or 405 without a body,
    without asking who is there."""
    served, missing = {}, []
    for route in routes.all_routes():
        answer = ask(server.client, route, values, anonymous=True)
        if answer.status == 405 or answer.status == 404 and not answer.body and answer.kind == "" and route.method != "HEAD":
            missing.append(route.name)
        else:
            served[route] = answer
    print(f"       {len(served)} of {len(routes.all_routes())} routes are served")
    return served, missing


def listed(missing):
    unserved = reviewed("unserved")
    wrong = [name for name in missing if not unserved.allows(name)]
    demand(not wrong, f"neither served nor listed: {', '.join(wrong)}")
    demand(not unserved.unneeded(), f"listed, but served: {', '.join(unserved.unneeded())}")
    demand(not unserved.without_reason(), f"listed without a reason: {', '.join(unserved.without_reason())}")


def compare(who, served, recorded, asked):
    """Refusals here against refusals there. Where nobody tried there, such as signing out, nobody tries here."""
    open_here, strict_here, stricter = [], [], reviewed(f"stricter-{who}")
    for route in served:
        there = recorded(route)
        if there == "-":
            continue
        answer = asked(route)
        refused_there, refused = int(there) in REFUSED, answer.status in REFUSED
        if refused_there and not refused:
            open_here.append(f"{route.name} {answer.status}")
        if refused and not refused_there and not stricter.allows(route.name):
            strict_here.append(f"{route.name} {answer.status}, there {there}")
    problems = [f"more open: {', '.join(open_here)}"] if open_here else []
    problems += [f"stricter without a reason: {', '.join(strict_here)}"] if strict_here else []
    problems += [f"listed as stricter, but is not: {', '.join(stricter.unneeded())}"] if stricter.unneeded() else []
    if problems:
        raise Failure("; ".join(problems))
