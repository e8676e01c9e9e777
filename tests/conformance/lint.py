"""Every route, read by httplint, which is what REDbot judges with: `lint.py BINARY`.

Each route is asked as clients, caches, browsers and confused programs ask: for all of it, for a part, in each coding, again
with its tag, under a condition that fails, by HEAD, OPTIONS and a method that is not allowed, before a request from another
site. No note may be bad or a warning, except those in MEANT, each with its reason.
"""
import http.client
import re
import sys
import urllib.parse
from collections import Counter
from pathlib import Path

from httplint import HttpRequestLinter, HttpResponseLinter, levels

sys.path.insert(0, str(Path(__file__).parent.parent / "interop"))
import serving  # noqa: E402

# Notes by their class, and why they are as they should be.
MEANT = {
    "STATUS_BAD_REQUEST": "the request is wrong",
    "STATUS_URI_TOO_LONG": "the address is too long",
}

PATHS = [
    "/", "/?lang=zh", "/week.json", "/week.json?date=2026-11-23&zone=Asia/Shanghai", "/groups.json", "/openapi.json",
    "/changes.atom", "/changes.atom?lang=zh", "/style.css", "/script.js", "/zones.json", "/groups", "/community?lang=zh",
    "/week?date=2026-11-02&zone=Asia/Shanghai&h=12", "/embed/week", "/category/operations", "/robots.txt", "/healthz", "/readyz", "/sig-node",
    *(f"/{calendar}{ending}{query}" for ending in (".ics", ".jcal.json", ".jscal.json") for calendar, query in (
        ("all", ""), ("sig-node", "?lang=zh"), ("category/operations", ""), ("sig-node", "?alarm=10m&cancelled=hide"),
        ("custom", "?only=sig-node,sig-auth"), ("nothing", ""), ("all", "?lang=fr"), ("custom", ""))),
    "/nothing", "/%ff", "/" + "a" * 5000, "/custom.ics?only=nothing", "/week.json?zone=Mars/Olympus",
]


def asked(server, method, path, **headers):
    """The answer, and the linter that has read it, with the request that it is of."""
    host = urllib.parse.urlsplit(server.url).netloc
    headers = {"Host": host, "User-Agent": "lint", **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection = http.client.HTTPConnection(host, timeout=20)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    request = HttpRequestLinter()
    request.process_request_topline(method.encode(), (server.url + path).encode(), b"HTTP/1.1")
    request.process_headers([(name.encode(), value.encode()) for name, value in headers.items()])
    request.finish_content(True)
    linter = HttpResponseLinter(_related=request)
    linter.is_head_response = method == "HEAD"
    linter.base_uri = server.url + path
    linter.process_response_topline(b"HTTP/1.1", str(answer.status).encode(), answer.reason.encode())
    linter.process_headers([(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.getheaders()])
    linter.feed_content(body)
    linter.finish_content(True)
    return answer, linter


def flat(notes):
    for note in notes:
        yield note
        yield from flat(note.subnotes)


def questions(server, path):
    yield "GET", {}
    plain, _ = asked(server, "GET", path)
    tag, date = plain.getheader("ETag"), plain.getheader("Last-Modified")
    yield "HEAD", {}
    for coding in "gzip", "br", "zstd":
        yield "GET", {"Accept_Encoding": coding}
    yield "GET", {"Accept": "application/json"}
    yield "GET", {"Accept": "application/calendar+json"}
    yield "GET", {"Accept_Language": "zh-CN", "Origin": "https://example.net"}
    yield "OPTIONS", {}
    yield "OPTIONS", {"Origin": "https://example.net", "Access_Control_Request_Method": "GET",
                      "Access_Control_Request_Headers": "if-none-match"}
    yield "PUT", {"Content_Length": "0"}
    yield "PROPFIND", {"Depth": "1"}
    if tag:
        for method in "GET", "HEAD":
            yield method, {"If_None_Match": tag}
            yield method, {"If_Match": '"other"'}
        yield "GET", {"Range": "bytes=0-9"}
        yield "GET", {"Range": "bytes=0-9", "Accept_Encoding": "gzip"}
        yield "GET", {"Range": "bytes=5-", "If_Range": tag}
        yield "GET", {"Range": "bytes=99999999-"}
        yield "GET", {"Range": "bytes=0-0,-1"}
    if date:
        yield "GET", {"If_Modified_Since": date}


def main():
    server = serving.Server(sys.argv[1])
    statuses, seen, found = Counter(), Counter(), Counter()
    try:
        for path in PATHS:
            for method, headers in questions(server, path):
                answer, linter = asked(server, method, path, **headers)
                statuses[answer.status] += 1
                for note in flat(linter.notes):
                    if note.level not in (levels.BAD, levels.WARN):
                        continue
                    name = type(note).__name__
                    seen[name] += 1
                    if name not in MEANT:
                        found[name] += 1
                        if found[name] <= 3:
                            told = re.sub(r"<[^>]*>", "", str(note.detail)).strip()
                            print(f"{method} {path[:80]} {headers}: {answer.status}\n  {name} ({note.level}): {note.summary}\n    {told}")
    finally:
        server.stop()
    serving.report(f"httplint: {sum(statuses.values())} answers {dict(sorted(statuses.items()))}",
                   None if not found else f"    {dict(found)}")
    missing = {200, 204, 206, 304, 400, 404, 405, 412, 414, 416} - set(statuses)
    serving.report("every status is met", f"    never: {missing}" if missing else None)
    stale = set(MEANT) - set(seen)
    serving.report("what is meant is met", f"    never: {stale}" if stale else None)
    sys.exit(serving.failures > 0)


main()
