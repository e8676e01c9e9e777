#!/usr/bin/env python3
"""Ten minutes at half of what it can do: no error, and no more memory at the end than after the beginning.

    tests/load/endurance.py target/release/sigcal [--short]

What is asked is a mixture, each kind by clients of its own: feeds, feeds in gzip, feeds that are known already, weeks,
paths that do not exist, and selections, more different ones than are kept, so that they are rendered again and again.
All are first asked as fast as they are answered, then at half of that rate. Every kind has the class of status that it
should. The memory is looked at twice a second; its slope is judged after a fifth of the time.
"""
import datetime
import itertools
import json
import re
import statistics
import subprocess
import tempfile
import time

from rig import Server, arguments, claim, end, get, tell

# What the memory may grow by in the time that is judged. That of the long form has millions of requests, so that an octet
# lost in every fourth of them would show; the short form has hardly begun when it ends.
GROWTH, GROWTH_SHORT = 2e6, 8e6


class Kind:
    """Some clients, what they ask in turn, and the status that each answer is to have."""

    def __init__(self, name, clients, status, paths, *headers):
        self.name, self.clients, self.status, self.headers = name, clients, status, headers
        self.file = tempfile.NamedTemporaryFile("w", suffix=".txt")
        self.file.writelines(f"{path}\n" for path in paths)
        self.file.flush()

    def start(self, server, seconds, rate):
        """Asks for so long, so often a second, or as fast as it is answered where no rate is given."""
        command = ["h2load", "--h1", "-t1", f"-c{self.clients}", "-m1", f"-D{seconds}"]
        command += ["-B", server.url, "-i", self.file.name]
        if rate:
            command += [f"--rps={max(1, round(rate / self.clients))}"]
        command += [x for header in self.headers for x in ("-H", header)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def seen(self):
        """How many were answered as they should be, and how many otherwise or not at all, once it is over."""
        out = self.process.communicate()[0]
        if self.process.returncode:
            return 0, f"h2load ended with {self.process.returncode}"
        number = lambda pattern: int(re.search(pattern, out)[1])
        failed = sum(number(rf"(\d+) {word}") for word in ("errored", "timeout"))
        right = number(rf"(\d+) {self.status // 100}xx")
        return right, failed + sum(number(rf"(\d+) {n}xx") for n in (2, 3, 4, 5)) - right


def mixture(server):
    groups = [group["slug"] for group in json.loads(get(server.port, "/groups.json")[2])["groups"]]
    feeds = [f"/{slug}.ics" for slug in groups] + ["/all.ics", "/sigs.ics"]
    selections = [f"/custom.ics?only={','.join(some)}" for some in itertools.combinations(groups[:20], 3)]
    monday = datetime.date(2026, 1, 5)
    weeks = [f"/week.json?date={monday + datetime.timedelta(weeks=n)}&zone={zone}"
             for n in range(52) for zone in ("UTC", "Europe/Berlin", "Asia/Shanghai")]
    tag = get(server.port, "/sig-node.ics")[1]["ETag"]
    return [
        Kind("feeds", 12, 200, feeds),
        Kind("feeds in gzip", 12, 200, feeds, "Accept-Encoding: gzip"),
        Kind("feeds that are known", 12, 304, ["/sig-node.ics"], f"If-None-Match: {tag}"),
        Kind("selections", 4, 200, selections, "Accept-Encoding: gzip"),
        Kind("weeks", 2, 200, weeks),
        Kind("what does not exist", 2, 404, [f"/sig-nobody-{n}.ics" for n in range(100)]),
    ]


def ask(server, kinds, seconds, rates):
    for kind in kinds:
        kind.start(server, seconds, rates.get(kind.name))
    sizes, began = [], time.monotonic()
    while any(kind.process.poll() is None for kind in kinds):
        sizes.append((time.monotonic() - began, server.rss()))
        time.sleep(0.5)
    return {kind.name: kind.seen() for kind in kinds}, sizes


def main():
    asked = arguments(__doc__, "h2load")
    seconds = 10 if asked.short else 600
    with Server(asked.binary) as server:
        server.rest()
        kinds = mixture(server)
        most, _ = ask(server, kinds, 3, {})
        tell("answers/s at most", f"{sum(right for right, _ in most.values()) / 3:.0f}")
        before = server.cpu()
        seen, sizes = ask(server, kinds, seconds, {name: right / 3 / 2 for name, (right, _) in most.items()})
        for name, (right, wrong) in seen.items():
            claim(f"{name}, answers/s", f"{right / seconds:.0f}, and {wrong} not as they should be", right and not wrong)
        tell("processor time", f"{(server.cpu() - before) / seconds:.2f} cores")
        tenths = [size / 1e6 for at, size in sizes[:: max(1, len(sizes) // 10)]]
        tell("memory, MB, each tenth", " ".join(f"{size:.1f}" for size in tenths))
        judged = [(at, size) for at, size in sizes if at > seconds / 5]
        slope = statistics.linear_regression(*zip(*judged)).slope
        growth = slope * (judged[-1][0] - judged[0][0])
        claim("memory, MB", f"{judged[0][1] / 1e6:.1f} after the beginning, {judged[-1][1] / 1e6:.1f} in the end, "
              f"a growth of {growth / 1e6:.1f}", growth < (GROWTH_SHORT if asked.short else GROWTH))
        claim("it ends as it should", server.stop(), server.process.returncode == 0)
    end()


if __name__ == "__main__":
    main()
