"""What Schemathesis asks of every answer that it got: that it is as the contract says, or as reviewed.txt does. Schemathesis loads this in its own process;
what was wrong goes line by line into the file that FUZZ_FINDINGS names: the method, the path, what, and the address that was asked. Which reviewed differences were
met with goes into a file beside it."""

import atexit
import json
import os

import schemathesis
from contract.answers import unreviewed
from contract.reviewed import reviewed
from contract.routes import all_routes
from runner.client import Answer
from runner.report import Failure

ROUTES = {(route.method, route.path): route for route in all_routes()}
FINDINGS = os.environ["FUZZ_FINDINGS"]


@atexit.register
def tell_met():
    with open(FINDINGS + ".met", "w", encoding="utf-8") as file:
        json.dump(sorted(reviewed("answer").needed), file)


@schemathesis.check
def contract(_context, response, case):
    route = ROUTES[case.operation.method.upper(), case.operation.path]
    headers = {name.lower(): values[-1] for name, values in response.headers.items()}
    answer = Answer(route.name, response.status_code, headers, response.content)
    try:
        found = [f"{field} {what}" for field, what in unreviewed(route, answer)]
    except Failure as failure:
        found = [str(failure)]
    for what in found:
        with open(FINDINGS, "a", encoding="utf-8") as file:
            file.write(json.dumps([route.name, what, str(response.request.url)]) + "\n")
    assert not found, "; ".join(found)
