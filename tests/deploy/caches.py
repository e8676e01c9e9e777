"""What the tests of caches share: servers whose answers get old soon, a cache in front of them, and what it has to do."""
import contextlib
import http.client
import pathlib
import re
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "load"))
import rig
from rig import Server, claim, get
from shim import Shim

rig.PACKAGES |= {"varnishd": "varnish varnish-modules"}
CONFIGURATIONS = pathlib.Path(__file__).resolve().parent.parent.parent / "deploy" / "caches"
COMMUNITY = """\
community: {{ name: Example, zone: Europe/Berlin, start: 2026-01-01 }}
sigs:
  - {{ dir: sig-docs, name: Docs, meetings: [{{ description: Weekly, cadence: "every Tuesday {hour}:00 UTC" }}] }}
  - {{ dir: sig-node, name: Node, meetings: [{{ description: Weekly, cadence: "every Friday {hour}:00 UTC" }}] }}
"""
CODINGS = {"identity": "identity", "gzip": "gzip", "br": "br", "zstd": "zstd",
           "gzip;q=1.0, br;q=0.0": "gzip", "gzip, deflate, br, zstd": "br", "deflate": "identity"}


def configured(name, folder, **changes):
    """A configuration as it is in the repository, but for addresses and folders: what is there once becomes another."""
    text = (CONFIGURATIONS / name).read_text()
    for before, after in changes.values():
        assert text.count(before) == 1, f"{before} is there {text.count(before)} times in {name}"
        text = text.replace(before, after)
    path = pathlib.Path(folder, name)
    path.write_text(text)
    return path


def until(holds, seconds=15):
    """Whether something comes to hold."""
    deadline = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return held


def publish(path, hour):
    new = path.with_suffix(".new")
    new.write_text(COMMUNITY.format(hour=hour))
    new.replace(path)


@contextlib.contextmanager
def servers(binary, data, count=2):
    """Servers of the same data, as they are."""
    with contextlib.ExitStack() as stack:
        given = [data, "--surrogate-key", "--base-url", "https://calendars.example.org", "--trusted-proxy", "127.0.0.1",
                 "--access-log", "--log-addresses", "full", "--drain-delay", "5s"]
        yield [stack.enter_context(Server(binary, *given)) for _ in range(count)]


def settled(servers):
    """Brotli and zstd are made beside the first answers; what is compared is asked for afterwards."""
    for server in servers:
        for coding in ("br", "zstd"):
            coded = lambda: get(server.port, "/all.ics", {"Accept-Encoding": coding})[1]["Content-Encoding"] == coding
            assert until(coded), f"the server has {coding}"


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


def stale_while_revalidating(port, shims, data):
    """What is too old is answered at once, while the server takes its time; then it is the new."""
    ask = lambda: get(port, "/all.ics", timeout=5)
    old = ask()[2]
    publish(data, 15)
    assert until(lambda: all(get(s.upstream.port, "/all.ics")[2] != old for s in shims)), "the server reads it anew"
    for shim in shims:
        shim.go_on.clear()
    # It was kept for a second.
    came = until(lambda: ask()[1]["X-Cache"] in ("STALE", "UPDATING"))
    began = time.monotonic()
    answer = ask()
    took = time.monotonic() - began
    claim("stale at once, while it is fetched anew", f"{answer[1]['X-Cache']} in {took * 1000:.0f} ms",
          came and answer[0] == 200 and answer[2] == old and took < 1)
    asked = sum(len(shim.asked) for shim in shims)
    for shim in shims:
        shim.go_on.set()
    came = until(lambda: ask()[2] != old)
    claim("then the new", "yes" if came else "no", came and b"T150000" in ask()[2])
    # That one was fetched; when it is too old again, it is asked whether it is still so.
    again = until(lambda: ask() and any(status == 304 and path == "/all.ics" for shim in shims
                                        for path, _, status in shim.asked[-50:]))
    claim("what is the same is not sent again", "304 to the cache" if again else f"{asked} requests", again)


def too_old(port, shims):
    """Older than it may be while it is fetched anew: who asks waits for the new."""
    path = "/sig-docs.ics"
    for shim in shims:
        shim.lifetimes |= {"s_maxage": 1, "stale_while_revalidate": 1}
    get(port, path)
    fetched = time.monotonic()
    # There is nothing to await but time: a request would have it fetched anew.
    time.sleep(max(0, fetched + 3.2 - time.monotonic()))
    before = sum(len(shim.asked) for shim in shims)
    answer = get(port, path)
    after = sum(len(shim.asked) for shim in shims)
    claim("what is older than stale-while-revalidate is waited for", answer[1]["X-Cache"],
          answer[0] == 200 and after > before and answer[1]["X-Cache"] not in ("HIT", "STALE", "UPDATING"))


def failing(port, shims, seconds=7):
    """Every server says that it is ready, and answers with errors."""
    path = "/all.ics"
    for shim in shims:
        shim.asked.clear()
    # Once more with the lifetimes that are said now.
    assert until(lambda: get(port, path) and any(seen[0] == path for shim in shims for seen in shim.asked))
    body = get(port, path)[2]
    for shim in shims:
        shim.fails = True
        shim.asked.clear()
    wrong, count, began = [], 0, time.monotonic()
    while time.monotonic() < began + seconds:
        answer, count = get(port, path), count + 1
        if answer[0] != 200 or answer[2] != body:
            wrong.append(answer[0])
        time.sleep(0.01)
    errors = sum(status == 500 for shim in shims for _, _, status in shim.asked)
    claim("every server fails, and feeds go on",
          f"{count} answers, {errors} errors behind, wrong: {wrong[:5] or 'none'}", not wrong and errors > 3)
    for shim in shims:
        shim.fails = False


def gone(port, shims, data):
    """A calendar that is there no more."""
    path = "/sig-node.ics"
    get(port, path)
    data.write_text(data.read_text().replace("  - { dir: sig-node", "  - { dir: sig-nodes"))
    assert until(lambda: all(get(shim.upstream.port, path)[0] == 404 for shim in shims)), "the server reads it anew"
    asked = lambda: any(seen[0] == path and seen[2] == 404 for shim in shims for seen in shim.asked)
    until(lambda: get(port, path) and asked())
    came = until(lambda: get(port, path)[0] == 404)
    claim("a calendar that is there no more is so in front, too", get(port, path)[0], came)


def dead(port, shims, seconds=4):
    """Every server is killed; feeds go on."""
    paths = ["/all.ics", "/sig-docs.ics"]
    bodies = [get(shims[0].upstream.port, path)[2] for path in paths]
    assert until(lambda: [get(port, path)[2] for path in paths] == bodies), "what is kept is what the servers have"
    for shim in shims:
        shim.die()
    counts, began, wrong = {}, time.monotonic(), []
    while time.monotonic() < began + seconds:
        for path, body in zip(paths, bodies):
            answer = get(port, path)
            counts[answer[1]["X-Cache"]] = counts.get(answer[1]["X-Cache"], 0) + 1
            if answer[0] != 200 or answer[2] != body:
                wrong.append(answer[0])
        time.sleep(0.02)
    claim("every server is killed, and feeds go on", f"{counts}, of these wrong: {wrong[:5] or 'none'}",
          not wrong and sum(counts.values()) > 50 and counts.get("STALE", 0) > 20)
    tag = get(port, paths[0])[1]["ETag"]
    claim("who has it is told so", "304", get(port, paths[0], {"If-None-Match": tag})[0] == 304)
    status = get(port, "/sig-node.ics")[0]
    claim("what nobody asked for before is not there", status, status in (502, 503, 504))


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


def run(binary, cache, changed):
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
