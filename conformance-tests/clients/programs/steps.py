"""What the client programs share: each step prints one line of JSON, and the first that fails ends the program."""

import json
import os
import sys
import traceback

URL, USER, PASSWORD = os.environ["SERVER_URL"], os.environ["SERVER_USER"], os.environ["SERVER_PASSWORD"]
FILM, FILM_FILE = "Slow River", os.environ["FILM_FILE"]
TICKS_PER_SECOND = 10_000_000
POSITION_TICKS = 150 * TICKS_PER_SECOND
PROFILE = json.loads(os.environ["PROFILE"])

class Steps:
    """`with steps("sign in"):` is a step. After the first failure the others would only repeat it."""

    def __call__(self, name):
        self.name = name
        return self

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is None:
            say(self.name, "passed")
            return
        place = traceback.extract_tb(trace)[-1]
        say(self.name, "failed", f"{kind.__name__}: {error} ({os.path.basename(place.filename)}:{place.lineno})")
        sys.stdout.flush()
        os._exit(1)  # libraries keep threads that would wait for their next try


def say(name, result, why=""):
    print(json.dumps({"check": name, "result": result, "why": why}), flush=True)


def same_bytes(data):
    """Whether the bytes are those of the film's file from its start."""
    with open(FILM_FILE, "rb") as file:
        return bool(data) and data == file.read(len(data))
