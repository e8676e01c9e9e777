"""Clients that ask for the same addresses again and again, and look at every answer."""
import contextlib
import ctypes
import email.utils
import gzip
import hashlib
import http.client
import itertools
import multiprocessing
import re
import signal
import sys
import time

from rig import claim

PR_SET_PDEATHSIG = 1
# Enough that each of three replicas has some. What `nocache` says is passed over, but makes another address.
PATHS = ["/sig-node.ics", "/all.ics", "/sigs.ics?lang=zh", "/category/operations.ics",
         "/custom.ics?only=sig-node,sig-cli"]
PATHS += [f"{path}?nocache={n}" for n in range(5) for path in ("/sig-node.ics", "/all.ics")]
# What each client says of itself. One does not take what is stale; one asks for what nobody has asked for before.
KINDS = {
    "plain": {"Accept-Encoding": "identity"},
    "gzip": {"Accept-Encoding": "gzip"},
    "brotli": {"Accept-Encoding": "gzip, deflate, br", "Accept": "text/calendar, */*"},
    "impatient": {"Accept-Encoding": "gzip", "Impatient": "1"},
    "always new": {"Accept-Encoding": "gzip"},
}


def ask(path, host, port, headers={}):
    connection = http.client.HTTPConnection(host, port, timeout=20)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={"Host": "calendars.example.org", "Connection": "close"} | headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


def is_tag(tag, body):
    return tag == f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def version_of(body):
    return int(re.search(rb"\nURL:https://example.org/version-(\d+)", body)[1])


class Client:
    """What one client has seen, and what was wrong with it."""

    def __init__(self, kind, host):
        self.kind, self.headers = kind, {"Host": "calendars.example.org"} | KINDS[kind]
        self.connection = http.client.HTTPConnection(host, 80, timeout=20)
        self.known, self.numbers = {}, itertools.count()
        self.begin()

    def begin(self):
        self.counts, self.wrong, self.back, self.changes, self.slowest = {200: 0, 304: 0}, [], [], 0, 0
        self.seen = {path: {tag} for path, (tag, _) in self.known.items()}

    def ask(self, path, again):
        asked = path
        if self.kind == "always new":
            asked = f"{path}{'&' if '?' in path else '?'}nocache=new-{next(self.numbers)}"
        tag, newest = self.known.get(asked, ("", (0, 0)))
        began = time.monotonic()
        try:
            condition = {"If-None-Match": tag} if again and tag else {}
            self.connection.request("GET", asked, headers=self.headers | condition)
            answer = self.connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.wrong.append(f"{asked}: {error!r}")
            self.connection.close()
            return
        self.slowest = max(self.slowest, time.monotonic() - began)
        new_tag, coded = answer.headers["ETag"], answer.headers["Content-Encoding"]
        if answer.status == 304 and again and new_tag == tag:
            self.counts[304] += 1
        elif answer.status != 200 or not is_tag(new_tag, body):
            self.wrong.append(f"{asked}: {answer.status}, {len(body)} octets in {coded} that {new_tag} is no tag of")
        else:
            self.counts[200] += 1
            if self.kind != "always new":
                self.compare(asked, new_tag, coded, body, newest, answer.headers["Last-Modified"])

    def compare(self, path, tag, coded, body, newest, modified):
        """No older than before, by its date and by what it says; and nothing again that had been replaced."""
        date = email.utils.parsedate_to_datetime(modified)
        version = newest[1]
        if coded in (None, "gzip"):
            version = version_of(gzip.decompress(body) if coded else body)
        # Brotli is made aside: after a start, whoever wants it gets gzip for a moment.
        if self.kind != "brotli" and self.known.get(path, (tag,))[0] != tag:
            self.changes += 1
            if tag in self.seen[path]:
                self.back.append(f"{path}: {tag} again")
        if (now := (date.timestamp(), version)) < newest:
            self.back.append(f"{path}: {now} after {newest}")
        self.seen.setdefault(path, set()).add(tag)
        self.known[path] = tag, now

    def run(self, parent, count, kept):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        for again, path in itertools.cycle(itertools.product((False, True), PATHS)):
            if parent.poll():
                if parent.recv() == "stop":
                    return
                parent.send((self.counts, self.wrong, self.back, self.changes, self.slowest))
                self.begin()
            if self.kind != "always new" or not kept.value:
                self.ask(path, again)
            count.value += 1
            # Steady, and no more than leaves the machine to those who answer.
            time.sleep(0.004)


class Clients:
    """A process for each client."""

    paths = PATHS

    def __init__(self, host):
        self.host, self.kept = host, multiprocessing.Value("b", 0)
        self.total = {200: 0, 304: 0}

    def __enter__(self):
        pipes = {kind: multiprocessing.Pipe() for kind in KINDS}
        self.pipes = {kind: ours for kind, (ours, _) in pipes.items()}
        self.asked = {kind: multiprocessing.Value("l", 0) for kind in KINDS}
        for kind, (_, theirs) in pipes.items():
            client = Client(kind, self.host)
            multiprocessing.Process(target=client.run, args=(theirs, self.asked[kind], self.kept), daemon=True).start()
            theirs.close()
        self.some()
        return self

    def __exit__(self, *_):
        for pipe in self.pipes.values():
            with contextlib.suppress(OSError):
                pipe.send("stop")

    def only_kept(self, only):
        """Whether the one client is silent that asks for what nobody has asked for before."""
        self.kept.value = only

    def some(self, seconds=1.5):
        """Waits until each has asked for everything, and Varnish has asked anew."""
        began, least = time.monotonic(), {kind: n.value + 2 * len(PATHS) for kind, n in self.asked.items()}
        while time.monotonic() < began + seconds or any(self.asked[kind].value < n for kind, n in least.items()):
            if time.monotonic() > began + 60:
                sys.exit("the clients came to a stand")
            time.sleep(0.05)

    def said(self):
        for pipe in self.pipes.values():
            pipe.send("say")
        return {kind: pipe.recv() for kind, pipe in self.pipes.items()}

    @contextlib.contextmanager
    def watched(self, name, changes=False):
        """Claims of what happens meanwhile that no request failed, and that nothing went back in time."""
        self.said()
        yield
        said = self.said()
        for counts, *_ in said.values():
            for status, count in counts.items():
                self.total[status] += count
        wrong, back = ([line for each in said.values() for line in each[n]] for n in (1, 2))
        changed = sum(each[3] for each in said.values())
        count = sum(sum(each[0].values()) for each in said.values())
        slow = max(each[4] for kind, each in said.items() if kind in ("plain", "gzip", "brotli"))
        slowest = max(each[4] for each in said.values())
        claim(name, f"{count} requests, {len(wrong)} failed; kept ones in {slow:.2f} s at most, new in {slowest:.2f} s"
              + "".join(f"\n        {line}" for line in wrong[:5]), not wrong and count > 500)
        claim("  back in time", f"{len(back)}, of {changed} answers that were others than before"
              + "".join(f"\n        {line}" for line in back[:5]), not back and bool(changed) == changes)
