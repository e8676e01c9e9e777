"""What the tests of caches share: what a cache has to do with two servers behind it."""
import contextlib
import http.client
import pathlib
import re
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "load"))
from origins import publish, servers, settled
from rig import claim, get, until
from shim import Shim
from stale import dead, failing, gone, stale_while_revalidating, too_old

CODINGS = {"identity": "identity", "gzip": "gzip", "br": "br", "zstd": "zstd",
           "gzip;q=1.0, br;q=0.0": "gzip", "gzip, deflate, br, zstd": "br", "deflate": "identity"}


def same_bytes(port, server):
    """A hit after a miss, with the bytes and the tag of the server, in each coding; and the cache answers 304 itself."""
    wrong = []
    for accepted, coding in CODINGS.items():
        direct = get(server.port, "/all.ics", {"Accept-Encoding": coding})
        first, second = (get(port, "/all.ics", {"Accept-Encoding": accepted}) for _ in range(2))
        for answer in (first, second):
            same = answer[2] == direct[2] and all(answer[1][name] == direct[1][name] for name in ("ETag", "Vary"))
            named = answer[1]["Content-Encoding"] == (None if coding == "identity" else coding)
            if answer[0] != 200 or not same or not named:
                wrong.append(f"{accepted}: {answer[0]} {answer[1]['ETag']} {answer[1]['Content-Encoding']}")
        if second[1]["X-Cache"] != "HIT" or (accepted == coding and first[1]["X-Cache"] != "MISS"):
            wrong.append(f"{accepted}: {first[1]['X-Cache']}, then {second[1]['X-Cache']}")
        headers = {"Accept-Encoding": accepted, "If-None-Match": direct[1]["ETag"]}
        known = get(port, "/all.ics", headers)
        if known[0] != 304 or known[2] or known[1]["ETag"] != direct[1]["ETag"] or known[1]["X-Cache"] != "HIT":
            wrong.append(f"{accepted}: {known[0]} to who has it")
    claim("a hit after a miss, same bytes and tag, and a 304, in each coding",
          "; ".join(wrong) or ", ".join(CODINGS), not wrong)
    others = [{"Accept-Encoding": "br;q=0.9, foo, gzip ,zstd;q=1"}, {"Accept-Encoding": "GZIP, BR, zstd"},
              {"Accept-Encoding": "gzip", "Accept": "text/calendar, text/plain;q=0.8"},
              {"Accept-Encoding": "gzip", "Accept": "*/*", "Accept-Language": "de-DE", "Cookie": "a=b"}]
    kept = [get(port, "/all.ics", headers)[1]["X-Cache"] for headers in others]
    claim("who asks for the same in other words has the same", ", ".join(kept), set(kept) == {"HIT"})


def kinds(port, server):
    """What one client asks for is not handed to another that wants something else."""
    jcal = {"Accept": "application/calendar+json"}
    path, wrong = "/sig-docs.ics", []
    for headers in ({}, jcal, {}, jcal, {"Accept": "text/calendar, */*;q=0.1"}):
        wanted, answer = get(server.port, path, headers), get(port, path, headers)
        if answer[2] != wanted[2] or answer[1]["Content-Type"] != wanted[1]["Content-Type"]:
            wrong.append(f"{headers}: {answer[1]['Content-Type']}")
        if headers == jcal and answer[1]["X-Cache"] == "HIT":
            wrong.append("what is private is kept")
    for language in ("zh-CN, en;q=0.5", "de", "en, zh;q=0.1"):
        headers = {"Accept-Language": language}
        wanted, answer = get(server.port, "/sig-docs", headers), get(port, "/sig-docs", headers)
        if answer[1]["Content-Language"] != wanted[1]["Content-Language"]:
            wrong.append(language)
    varies = {word for path in ("/all.ics", "/custom.ics?only=sig-docs", "/", "/week", "/sig-docs", "/groups.json")
              for word in get(server.port, path)[1]["Vary"].split(", ")}
    claim("JSON to who asks for it, the right language, and metrics to nobody", "; ".join(wrong) or "yes",
          not wrong and get(port, "/metrics")[0] == 404 and get(port, "/nothing")[0] == 404)
    claim("answers vary by what the configuration knows", ", ".join(sorted(varies)),
          varies <= {"Accept-Encoding", "Accept", "Accept-Language"})


def forwarded(port, both):
    """The servers know who asks, and not whom a client pretends to be."""
    pretence = {"Forwarded": "for=192.0.2.7", "X-Forwarded-For": "192.0.2.7", "X-Real-IP": "192.0.2.7"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=("127.0.0.2", 0))
    connection.request("GET", "/custom.ics?only=sig-node&alarm=59m", headers=pretence)
    connection.getresponse().read()
    connection.close()
    said = []

    def told():
        for server in both:
            while not server.lines.empty():
                line = server.lines.get()
                said.extend([line] if "alarm=59m" in line else [])
        return said

    until(told)
    client = re.findall(r'client="?([\d.]+)', " ".join(said))
    claim("the server knows the client", client or said, client == ["127.0.0.2"])


def asked_of(server):
    text = get(server.port, "/metrics")[2].decode()
    return sum(int(n) for n in re.findall(r'http_requests_total\{route="(?:feed|selection)",status="200"\} (\d+)', text))


def one_ends(port, servers, signal="KILL"):
    """One server of two ends while questions that nothing is kept of come as fast as they are answered."""
    wrong, answered, told = [], [0] * 4, threading.Event()

    def ask(n):
        for turn in range(1_000_000_000):
            if told.is_set():
                return
            path = f"/custom.ics?only=sig-docs&alarm={turn + 1}m&x={n}-{signal}"
            try:
                status, _, body = get(port, path, timeout=20)
            except (OSError, http.client.HTTPException) as error:
                status, body = repr(error), b""
            answered[n] += 1
            if status != 200 or not body.endswith(b"END:VCALENDAR\r\n"):
                wrong.append(f"{path}: {status}")

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    had = asked_of(servers[0])
    # It has its part of them.
    enough = until(lambda: sum(answered) > 300 and asked_of(servers[0]) > had + 50, 30)
    had = asked_of(servers[0]) - had
    servers[0].signal(signal)
    before = sum(answered)
    servers[0].process.wait()
    more = until(lambda: sum(answered) > before + 500, 30)
    told.set()
    for thread in threads:
        thread.join()
    claim(f"one of two servers gets SIG{signal} under load, and no request fails",
          f"{wrong[:3] or 'none'} of {before} before, of which it had {had}, and {sum(answered) - before} after",
          enough and more and not wrong)


def try_all(binary, cache, changed):
    """All of it, through what `cache(folder, ports)` starts; `changed(port, servers, data)` is what it makes of new data."""
    with tempfile.TemporaryDirectory() as folder:
        # Its workers have rights of their own.
        pathlib.Path(folder).chmod(0o755)
        data = pathlib.Path(folder, "community.yaml")
        publish(data, 10)
        with servers(binary, data) as both:
            settled(both)
            with cache(folder, [server.port for server in both]) as port:
                same_bytes(port, both[0])
                kinds(port, both[0])
                changed(port, both, data)
                forwarded(port, both)
                one_ends(port, both)
        publish(data, 10)
        with servers(binary, data) as both, contextlib.ExitStack() as stack:
            shims = [stack.enter_context(Shim(server, s_maxage=1)) for server in both]
            with cache(folder, [shim.port for shim in shims]) as port:
                stale_while_revalidating(port, shims, data)
                too_old(port, shims)
                failing(port, shims)
                gone(port, shims, data)
                dead(port, shims)
