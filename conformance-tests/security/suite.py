"""Who may do what, and what comes of bad input."""

from runner.client import Client

from . import anonymous, input, passwords, rights

NAME, PASSWORD = "plain", "plain words"


def run(world):
    server = world.sample("security")
    server.client.post("/Users/New", {"Name": NAME, "Password": PASSWORD}).expect(200)
    plain = Client(server.client.url, "plain").sign_in(NAME, PASSWORD)
    for name, suite in (("anonymous", anonymous), ("rights", rights), ("input", input), ("passwords", passwords)):
        if world.wants(f"security/{name}"):
            suite.run(world, server, plain)
    server.stop()
