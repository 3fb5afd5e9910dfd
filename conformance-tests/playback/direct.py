"""Files as they are: whole, in ranges, as downloads."""

import hashlib

from .sources import file_of

from runner.report import demand, equal


def check(server, source):
    """Raises the first thing that is wrong with how a source's own bytes are served."""
    client, data = server.client, file_of(server, source).read_bytes()
    kind = "Audio" if source.is_audio else "Videos"
    container = source.path.rsplit(".", 1)[-1]
    query = {"static": True, "mediaSourceId": source.source}
    path = f"/{kind}/{source.item}/stream"
    check_ranges(client, path, query, data)
    whole = client.get(f"{path}.{container}", {**query, "Tag": source.facts.get("ETag", "")}).expect(200)
    equal("bytes of the whole file", hashlib.sha256(data).hexdigest(), hashlib.sha256(whole.body).hexdigest())
    demand(whole.kind.split("/")[0] in ("video", "audio"), f"the type is {whole.kind}")
    equal("Accept-Ranges", "bytes", whole.headers.get("accept-ranges"))


def check_ranges(client, path, query, data):
    size, headers = len(data), lambda value: {"Range": value}  # noqa: E731
    for asked, first, last in (("bytes=0-99", 0, 99), ("bytes=100-", 100, size - 1), ("bytes=-50", size - 50, size - 1), (f"bytes={size // 2}-{size // 2 + 9}", size // 2, size // 2 + 9), (f"bytes=0-{size * 2}", 0, size - 1)):
        answer = client.get(path, query, headers=headers(asked)).expect(206)
        equal(f"Content-Range of {asked}", f"bytes {first}-{last}/{size}", answer.headers.get("content-range"))
        demand(answer.body == data[first:last + 1], f"{asked} gave other bytes than the file has there")
    past = client.get(path, query, headers=headers(f"bytes={size}-")).expect(416)
    equal("Content-Range past the end", f"bytes */{size}", past.headers.get("content-range"))
    head = client.head(path, query).expect(200)
    equal("Content-Length of HEAD", str(size), head.headers.get("content-length"))
    check_conditions(client, path, query, data, head)


def check_conditions(client, path, query, data, head):
    """A range goes on only with the file that it began with."""
    tag = head.headers.get("etag") or head.headers.get("last-modified")
    demand(tag, "neither ETag nor Last-Modified")
    if not tag.startswith("W/"):
        client.get(path, query, headers={"Range": "bytes=0-9", "If-Range": tag}).expect(206)
    other = client.get(path, query, headers={"Range": "bytes=0-9", "If-Range": '"another file"'}).expect(200)
    equal("bytes of another file's range", len(data), len(other.body))


def check_download(server, source):
    client, data = server.client, file_of(server, source).read_bytes()
    answer = client.get(f"/Items/{source.source}/Download", headers={"Range": "bytes=10-109"}).expect(206)
    demand(answer.body == data[10:110], "other bytes than the file has there")
    demand(answer.headers.get("content-disposition", "").startswith("attachment"), f"Content-Disposition is {answer.headers.get('content-disposition')}")
    client.get(f"/Items/{source.source}/Download", anonymous=True).expect(401)
    inline = client.get(f"/Items/{source.source}/File", headers={"Range": "bytes=10-109"}).expect(206)
    demand(inline.body == data[10:110], "other bytes than the file has there")
