"""Finding servers by UDP, as apps do on their first start."""

import json
import socket

from runner.report import Failure, Skip, demand

PORT = 7359


def run(world, server):
    if not world.wants("clients/discovery"):
        return
    for name, question in (("answers who it is", b"who is JellyfinServer?"), ("answers Roku's capital letter", b"Who is JellyfinServer?")):
        with world.report.check("clients/discovery", name):
            answer = ask(server, question)
            public = server.client.json("/System/Info/Public")
            if answer["Id"] != public["Id"]:
                raise Skip("another server of this machine has the port")
            demand(answer["Name"] == public["ServerName"], f"the name is {answer['Name']}")
            demand("EndpointAddress" in answer and answer["EndpointAddress"] is None, "EndpointAddress is not null")
            demand(answer["Address"].startswith("http://") and answer["Address"].endswith(f":{server.client.port}"), f"the address is {answer['Address']}")
    with world.report.check("clients/discovery", "keeps silent to anything else"):
        try:
            ask(server, b"who are you?", 1)
        except Failure:
            return
        raise Failure("it answered")


def ask(server, question, seconds=3):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(seconds)
        asking.sendto(question, (server.client.host, PORT))
        try:
            return json.loads(asking.recvfrom(4096)[0])
        except (TimeoutError, ConnectionRefusedError):
            raise Failure("nothing answered") from None
