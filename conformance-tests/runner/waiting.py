"""Waiting for something that a server does on its own."""

import time


def until(holds, failure, seconds=30, pause=0.1):
    """Returns as soon as `holds()` is true; raises `failure` if that takes longer than `seconds`."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise failure
        time.sleep(pause)
