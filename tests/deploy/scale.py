#!/usr/bin/env python3
"""Three replicas behind HAProxy behind Varnish, as deploy/scale/ has them: what goes wrong there, no client sees.

    tests/deploy/scale.py target/release/sigcal [--short]

Replicas, caches and clients are in network namespaces of their own, which need root. While clients ask, a replica is
killed, all are rolled to another version, the data changes on one before the others, and that one is killed; one is
partitioned away; all are dead. Every answer is looked at: it is a 200 whose body has the hash that its tag says, or a
rightful 304; and no client gets an address in an older version than it has had it before. Only this is not as users
have it: Varnish asks anew after a second, not after ten minutes.
"""
import contextlib
import gzip
import http.client
import itertools
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "load"))
from clients import PATHS, Clients, ask, is_tag, version_of
from network import Network
from rig import Watched, arguments, claim, end, must, tell, until

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
REPLICAS = {"a": "10.77.0.11", "b": "10.77.0.12", "c": "10.77.0.13"}
ADDRESSES = {"edge": "10.77.0.2", "clients": "10.77.0.20"} | REPLICAS
FRESH_FOR = """
vcl 4.1;
include "{reference}";
sub vcl_recv {{ if (req.http.Impatient && req.restarts == 0) {{ set req.grace = 0s; }} }}
sub vcl_backend_response {{ if (beresp.ttl > 1s) {{ set beresp.ttl = 1s; }} }}
"""
# SIG Node's is in all that clients ask for. Its link says which version it is.
MEETING = """
    leadership:
      leads: [{ name: Dawn Chen, company: Google }]
    meetings:
      - description: { en: Regular meeting, zh: 例会 }
        cadence: 每周五 9:00 PST
"""
NUMBERS = itertools.count()
OLD, NEW = "https://old.example.org", "https://new.example.org"


class Stack:
    """The replicas, and what is before them."""

    def __init__(self, binary, folder, network, running):
        self.folder, self.network, self.running = folder, network, running
        # Another version of the program is another file, and here also writes other bytes: another SOURCE.
        self.programs = {OLD: binary, NEW: shutil.copy2(binary, folder / "sigcal")}
        self.versions, self.replicas = [], {}
        self.new_data()
        for name in REPLICAS:
            self.publish(name, 0)
            self.start(name, OLD)
        reference = ROOT / "deploy" / "scale"
        self.haproxy = self.at_edge("haproxy", "-db", "-f", str(reference / "haproxy.cfg"))
        vcl = folder / "test.vcl"
        vcl.write_text(FRESH_FOR.format(reference=reference / "varnish.vcl"))
        self.varnish = self.at_edge("varnishd", "-F", "-j", "none", "-n", str(folder / "varnish"), "-a", ":80",
                                    "-f", str(vcl), "-s", "malloc,64m", "-p", "http_gzip_support=off")
        await_that("the stack answers", lambda: served("/all.ics")[0] == 200)

    def at_edge(self, *command):
        return self.running.enter_context(Watched(*self.network.inside("edge"), *command, stdout=subprocess.DEVNULL))

    def new_data(self):
        """Another version of the data, locked as a community would: every date in it is later than before."""
        n, shipped = len(self.versions), ROOT / "data"
        at = self.folder / f"v{n}"
        shutil.copytree(self.versions[-1] if n else shipped, at)
        file = at / "kubernetes.yaml"
        text = file.read_text()
        if n == 0:
            before, meeting, after = text.partition(MEETING)
            text = f"{before}{meeting}        archive_url: https://example.org/version-0\n{after}"
        assert f"/version-{max(n - 1, 0)}\n" in text, f"the meeting of SIG Node is another in {file}"
        file.write_text(text.replace(f"/version-{n - 1}\n", f"/version-{n}\n"))
        must(self.programs[OLD], "lock", file)
        self.versions.append(at)
        return n

    def publish(self, name, version):
        """Puts it where the replica looks, as git-sync does."""
        link = self.folder / f"{name}.new"
        link.symlink_to(self.versions[version])
        link.replace(self.folder / name)

    def start(self, name, address):
        command = [self.programs[address], "serve", str(self.folder / name / "kubernetes.yaml"),
                   "--listen", f"{REPLICAS[name]}:8080", "--base-url", address, "--drain-delay", "2s",
                   "--trusted-proxy", ADDRESSES["edge"]]
        replica = self.replicas[name] = Watched(*self.network.inside(name), *map(str, command))
        self.running.push(replica)
        replica.says(" at http")

    def varnishadm(self, *words):
        must(*self.network.inside("edge"), "varnishadm", "-n", str(self.folder / "varnish"), *words)

    def known(self, state, *names):
        """Waits until HAProxy has said of each that it is UP, or DOWN."""
        wanted = {f"sigcal/{name} is {state}" for name in names}
        while wanted:
            line = self.haproxy.says(*wanted)
            wanted -= {words for words in wanted if words in line}

    def kill(self, name):
        self.replicas[name].signal("KILL")
        self.replicas[name].process.wait()


def await_that(what, holds, seconds=20):
    def does():
        with contextlib.suppress(OSError):
            return holds()
    if not until(does, seconds):
        sys.exit(f"{what}: not after {seconds} s")


def served(path):
    """What clients get, in gzip: of each coding, Varnish has one of its own."""
    status, headers, body = ask(path, ADDRESSES["edge"], 80, {"Accept-Encoding": "gzip"})
    return status, gzip.decompress(body) if headers["Content-Encoding"] else body


def version_at(path, name=None):
    return version_of(ask(path, REPLICAS[name], 8080)[2] if name else served(path)[1])


def is_whole(path):
    try:
        status, headers, body = ask(path, ADDRESSES["edge"], 80)
        return status == 200 and is_tag(headers["ETag"], body)
    except (OSError, http.client.HTTPException):
        return False


def killed(stack, clients):
    """kill -9, and a start."""
    with clients.watched("a replica is killed and started again"):
        stack.kill("a")
        stack.known("DOWN", "a")
        clients.some()
        stack.start("a", OLD)
        stack.known("UP", "a")
        clients.some()


def rolled(stack, clients):
    """One after the other to another version of the program."""
    with clients.watched("all are rolled to another version", changes=True):
        for name in REPLICAS:
            replica = stack.replicas[name]
            replica.signal("TERM")
            stack.known("DOWN", name)
            status = replica.process.wait(20)
            claim(f"{name} ends as it should", status, status == 0)
            stack.start(name, NEW)
            stack.known("UP", name)
        clients.some()
    sources = {re.search(rb"SOURCE;[^\n]*?(old|new)\.", served(path)[1])[1] for path in PATHS}
    claim("all that is served is of the new version", sources, sources == {b"new"})


def changed(stack, clients):
    """The data on one before the others; that one dies meanwhile."""
    version = stack.new_data()
    with clients.watched("the data changes on one before the others, and that one dies", changes=True):
        stack.publish("a", version)
        await_that("a has it", lambda: version_at(PATHS[0], "a") == version)
        await_that("some of it is served", lambda: any(version_at(path) == version for path in PATHS))
        clients.some()
        home = [path for path in PATHS if version_at(path) == version]
        stack.kill("a")
        stack.known("DOWN", "a")
        clients.some()
        others = {version_at(path, name) for path in home for name in "bc"}
        claim(f"{len(home)} of {len(PATHS)} addresses are new", f"while the others have {others}",
              0 < len(home) < len(PATHS) and others == {version - 1})
        kept = [path for path in home if version_at(path) != version]
        claim("and stay so without the one that had them", f"{len(kept)} went back", not kept)
        stack.start("a", NEW)
        stack.known("UP", "a")
        for name in "bc":
            stack.publish(name, version)
        await_that("all is new", lambda: all(version_at(path) == version for path in PATHS))
        clients.some()


def partitioned(stack, clients):
    """In the middle of answers that are longer than what one packet holds, and on a line that is slow."""
    with clients.watched("a replica is partitioned away, and comes back"), ThreadPoolExecutor(8) as others:
        stack.network.slow("b", "300kbit")
        addresses = [f"/all.ics?nocache=cut-{next(NUMBERS)}" for _ in range(8)]
        answers = [others.submit(is_whole, address) for address in addresses]
        await_that("some are on their way", lambda: any(answer.done() for answer in answers))
        whole = sum(answer.done() for answer in answers)
        stack.network.link("b", "down")
        stack.known("DOWN", "b")
        found = [answer.result() for answer in answers]
        claim("answers on their way when it goes", f"{8 - whole} of 8; whole in the end {found.count(True)}",
              whole < 8 and all(found))
        clients.some()
        stack.network.fast("b")
        stack.network.link("b", "up")
        stack.known("UP", "b")
        clients.some()


def dead(stack, clients):
    clients.only_kept(True)
    served("/groups")
    with clients.watched("all replicas are dead, and come back"):
        for name in REPLICAS:
            stack.kill(name)
        stack.known("DOWN", *REPLICAS)
        ends, found = time.monotonic() + stack.dead_for, set()
        while time.monotonic() < ends:
            found.add(served("/groups")[0])
            time.sleep(0.1)
        claim("a page meanwhile", found, found == {200})
        status = served("/nothing.ics")[0]
        claim("what is kept by nobody is answered", status, status == 503)
        for name in REPLICAS:
            stack.start(name, NEW)
        stack.known("UP", *REPLICAS)
        clients.some()
    clients.only_kept(False)


def put_back(stack):
    """An older commit is no news to Varnish, until it is told to forget."""
    newest = len(stack.versions) - 1
    for name in REPLICAS:
        stack.publish(name, 0)
    await_that("all have the older", lambda: {version_at(PATHS[0], name) for name in REPLICAS} == {0})
    ends, found = time.monotonic() + 2.5, set()
    while time.monotonic() < ends:
        found |= {version_at(path) for path in PATHS}
    claim("an older commit is put on all, and Varnish goes on with", found, found == {newest})
    stack.varnishadm("ban", "obj.status != 0")
    found = {version_at(path) for path in PATHS}
    claim("and, told to forget, with", found, found == {0})


def main():
    asked = arguments(__doc__, "haproxy", "varnishd", "varnishadm")
    with contextlib.ExitStack() as running:
        folder = pathlib.Path(running.enter_context(tempfile.TemporaryDirectory()))
        network = running.enter_context(Network(ADDRESSES))
        network.enter("clients")
        stack = Stack(str(pathlib.Path(asked.binary).resolve()), folder, network, running)
        stack.dead_for = 3 if asked.short else 15
        clients = running.enter_context(Clients(ADDRESSES["edge"]))
        rounds = 1 if asked.short else 3
        for scene in (killed, rolled, changed, partitioned, dead):
            for _ in range(rounds if scene in (killed, changed, partitioned) else 1):
                scene(stack, clients)
        put_back(stack)
        tell("answers in all", f"{clients.total[200]} times 200, {clients.total[304]} times 304")
    end()


if __name__ == "__main__":
    main()
