"""Clients that cannot run here: what each asks when somebody opens it, looks around and plays, as their sources say (data/families.jsonl), in the form in which each
says who it is."""

import urllib.parse

from runner.client import Client

# How a family says who it is, from what it knows of itself. The forms are those of each client's own source.
FORMS = {
    "quoted": lambda one: {"Authorization": one.identity(one.token)},
    "bare": lambda one: {"Authorization": f"MediaBrowser {bare(one)}" + (f", Token={one.token}" if one.token else "")},
    "token beside": lambda one: {"Authorization": one.identity(), **({"X-Emby-Token": one.token} if one.token else {})},
    "older header": lambda one: {"X-Emby-Authorization": one.identity(one.token)},
    "token alone": lambda one: {"X-MediaBrowser-Token": one.token},
    "both": lambda one: {"Authorization": one.identity(one.token), "X-MediaBrowser-Token": one.token},
}


def bare(one):
    quoted = urllib.parse.quote
    return f"Client={quoted(one.client)}, Device={quoted(one.device)}, DeviceId={quoted(one.device)}, Version={one.version}"


class Member(Client):
    """A client of a family."""

    def __init__(self, url, family, form):
        super().__init__(url, f"{family} device", family, "1.0.0")
        self.form = FORMS[form]

    def credential(self):
        return self.form(self)


def members(url, lines, key):
    """Each family with its client and its lines; those that have no account go by an API key."""
    for first in (line for line in lines if "form" in line):
        member = Member(url, first["page"], first["form"])
        if first.get("key"):
            member.token = key
        yield member, [line for line in lines if line["page"] == first["page"] and "form" not in line]
