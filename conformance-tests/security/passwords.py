"""Signing in: who is let in, who is slowed down, and what is never shown."""

from runner.report import demand, equal


def run(world, server, plain):
    client = server.client
    with world.report.check("security/passwords", "a wrong name and a wrong password are refused alike"):
        answers = [client.post("/Users/AuthenticateByName", {"Username": name, "Pw": "wrong"}) for name in ("admin", "nobody here")]
        equal("statuses", [401, 401], [answer.status for answer in answers])
        demand(answers[0].body == answers[1].body, "the answers tell which names there are")
    with world.report.check("security/passwords", "neither tokens nor passwords stand in the log or, readable, in the database"):
        secrets = [client.token, plain.token, "correct horse", "plain words"]
        demand(not any(secret in server.log() for secret in secrets), "the log has a secret")
        for path in server.data.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                demand(not any(secret.encode() in data for secret in secrets), f"{path.name} has a secret")
    with world.report.check("security/passwords", "the database is nobody else's to read"):
        folder = server.data.stat().st_mode & 0o777
        demand(folder & 0o077 == 0, f"the data folder has the mode {folder:o}")
    with world.report.check("security/passwords", "a changed password ends other tokens, and the old one is over"):
        other = plain.another("elsewhere").sign_in("plain", "plain words")
        plain.post("/Users/Password", {"CurrentPw": "plain words", "NewPw": "other words"}, {"userId": plain.user_id}).expect(204)
        other.get("/Users/Me").expect(401)
        plain.get("/Users/Me").expect(200)
        equal("status of the old password", 401, plain.another("again").post("/Users/AuthenticateByName", {"Username": "plain", "Pw": "plain words"}).status)
    with world.report.check("security/passwords", "setting up is over once somebody is there"):
        for path, body in (("/Startup/User", {"Name": "x", "Password": "y"}), ("/Startup/Complete", {}), ("/api/v1/setup", {"name": "x", "password": "y", "code": "conformance"})):
            answer = client.post(path, body, anonymous=True)
            demand(answer.status in (400, 401, 403, 404, 405, 409), f"{path}: {answer.status}")
