"""What a scan makes of a library, and what it keeps when the library changes, moves or is gone for a while."""

from runner.report import Failure, demand

from . import bad, expected, moves, offline, slow

KINDS = {"films": expected.film, "series": expected.series, "albums": expected.album, "photos": expected.photo}


def run(world):
    if world.wants("library/sample"):
        sample(world)
    if world.wants("library/seeded"):
        seeded(world)
    for name, suite in (("bad", bad), ("moves", moves), ("offline", offline), ("slow", slow)):
        if world.wants(f"library/{name}"):
            with world.report.outside_checks(f"library/{name}"):
                suite.run(world)


def sample(world):
    """The sample library, with a check for each thing in it."""
    server = world.sample("shared")
    shown, wanted = expected.Shown(server), world.expected(world.sample_root)
    with world.report.check("library/sample", "as many of each kind as there are"):
        expected.counts(shown, wanted)
    for kind, check in KINDS.items():
        for one in wanted[kind]:
            name = one.get("title") or one["path"]
            year = f" ({one['year']})" if one.get("year") else ""
            with world.report.check("library/sample", f"{kind}: {name}{year}"):
                check(shown, one)
    with world.report.check("library/sample", "scanning again changes nothing"):
        again(server, shown)


def seeded(world):
    """The library from a seed: other names with each seed, so one check for each kind."""
    server = world.seeded()
    shown, wanted = expected.Shown(server), world.expected(world.seeded_root)
    with world.report.check("library/seeded", "as many of each kind as there are"):
        expected.counts(shown, wanted)
    for kind, check in KINDS.items():
        with world.report.check("library/seeded", f"all {kind}"):
            problems = []
            for one in wanted[kind]:
                try:
                    check(shown, one)
                except Failure as failure:
                    problems.append(f"{one.get('title') or one['path']}: {failure}")
            demand(not problems, lambda: f"{len(problems)} of {len(wanted[kind])}: " + "; ".join(problems[:5]))


def again(server, before):
    server.scan()
    after = expected.Shown(server)
    plain = lambda shown: sorted((item["Id"], item["Type"], item["Name"], item.get("Path") or "") for item in shown.items)  # noqa: E731
    changed = [one for one in plain(after) if one not in plain(before)]
    demand(plain(after) == plain(before), lambda: f"{len(changed)} items are other ones: {changed[:4]}")
