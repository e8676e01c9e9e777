#!/usr/bin/env python3
"""Reading the data anew, under load, costs no answer.

    tests/load/reloads.py target/release/sigcal [--short]

The file is edited a hundred times, as editors, scripts, ConfigMaps and git-sync do it, and thirty of the edits are
broken: half of a file, bad YAML, no file, a huge one, a link to nothing. Meanwhile wrk asks as fast as it is answered, and
readers look at every answer: it is a 200 or a rightful 304, its body has the hash that its tag says, in plain and in gzip,
and it is of no older version than the newest that was announced before it was asked for. After each edit `/readyz` says
what is served. One edit in five is left to be noticed, the others are told of by SIGHUP.
"""
import gzip
import hashlib
import http.client
import itertools
import multiprocessing
import pathlib
import re
import tempfile

from rig import Server, Wrk, arguments, claim, end, get

SHIPPED = pathlib.Path(__file__, "../../../data/kubernetes.yaml").resolve()
NAME = "name: Kubernetes"
ASKED = ["/sig-node.ics", "/all.ics", "/wgs.ics?lang=zh", "/custom.ics?only=sig-node,sig-cli", "/groups.json",
         "/changes.atom"]


class Checkout:
    """A folder as git-sync keeps it, with a link that is swapped, and in it a ConfigMap, with another one."""

    def __init__(self, folder):
        self.folder, self.numbers = folder, itertools.count()
        self.path = folder / "current" / "c.yaml"

    def link(self, link, target):
        """Swaps a link as these do: another one is put in its place."""
        new = link.with_name(f"{link.name}.new")
        new.symlink_to(target)
        new.replace(link)

    def new_data(self, folder, text):
        """A folder of its own for the file, and the link to it."""
        version = folder / f"..{next(self.numbers)}"
        version.mkdir()
        if text is not None:
            (version / "c.yaml").write_text(text)
        self.link(folder / "..data", version.name)

    def git_sync(self, text):
        commit = self.folder / f"commit-{next(self.numbers)}"
        commit.mkdir()
        self.new_data(commit, text)
        (commit / "c.yaml").symlink_to("..data/c.yaml")
        self.link(self.folder / "current", commit.name)

    def config_map(self, text):
        self.new_data(self.folder / "current", text)

    def write(self, text):
        self.path.write_text(text)

    def rename(self, text):
        file = self.path.resolve()
        new = file.with_suffix(".new")
        new.write_text(text)
        new.replace(file)

    # What is broken.

    def half(self, text):
        self.path.write_text(text[: text.index("{ en:", len(text) // 2) + 5])

    def misspelt(self, text):
        self.rename(text.replace("sigs:", "sigs: ]", 1))

    def gone(self, _):
        self.path.unlink()

    def huge(self, _):
        with self.path.open("wb") as file:
            file.truncate(1 << 30)

    def empty_config_map(self, _):
        self.new_data(self.folder / "current", None)

    def empty(self, _):
        self.rename("")

    def a_folder(self, _):
        self.path.unlink()
        self.path.mkdir()


# A new checkout follows on what is broken.
GOOD = [Checkout.git_sync, Checkout.config_map, Checkout.write, None, Checkout.git_sync, Checkout.config_map, None,
        Checkout.git_sync, Checkout.rename, None]
BROKEN = itertools.cycle([Checkout.half, Checkout.gone, Checkout.huge, Checkout.misspelt, Checkout.empty_config_map,
                          Checkout.empty, Checkout.a_folder])


STALE = "ready\nthe newest data is not served; the log says why\n"


def version_of(body):
    return int(re.search(rb"Kubernetes (\d+)", body)[1])


def read(port, announced, parent):
    """Asks for everything in turn until it is told to stop; says how many answers were 200 and 304, and what was wrong."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    known, counts, wrong = {}, {200: 0, 304: 0}, []
    for path, coding, again in itertools.cycle(itertools.product(ASKED, ("identity", "gzip"), (False, True))):
        if parent.poll():
            break
        least = announced.value
        tag, version = known.get((path, coding), ("", 0))
        condition = {"If-None-Match": tag} if again else {}
        try:
            connection.request("GET", path, headers={"Accept-Encoding": coding} | condition)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            wrong.append(f"{path}: {error!r}")
            connection.close()
            continue
        new_tag, coded = answer.headers["ETag"], answer.headers["Content-Encoding"]
        if answer.status == 200:
            whole = hashlib.sha256(body).hexdigest()[:32]
            if new_tag != f'"{whole}"' or (coded or "identity") != coding:
                wrong.append(f"{path}: {new_tag} is not the tag of a {coded} body with {whole}")
            if coded == "gzip":
                body = gzip.decompress(body)
            known[path, coding] = new_tag, (version := version_of(body))
        elif answer.status != 304 or not again or new_tag != tag:
            wrong.append(f"{path}: answered {answer.status} with {new_tag} to {condition}")
            continue
        if version < least:
            wrong.append(f"{path}: version {version} after {least} was announced")
        counts[answer.status] += 1
    parent.send((counts, wrong))


class Readers:
    """Processes that read, and what they say in the end."""

    def __init__(self, port, announced, count=2):
        pipes = [multiprocessing.Pipe() for _ in range(count)]
        self.ours = [ours for ours, _ in pipes]
        for _, theirs in pipes:
            multiprocessing.Process(target=read, args=(port, announced, theirs), daemon=True).start()
            theirs.close()

    def stop(self):
        for pipe in self.ours:
            pipe.send("stop")
        counts, wrong = zip(*(pipe.recv() for pipe in self.ours))
        return {status: sum(each[status] for each in counts) for status in (200, 304)}, sum(wrong, [])


def edit(server, checkout, kind, number, text, announced):
    """One edit, until the server has said what it made of it; what is wrong with that."""
    good = kind is not None
    kind = kind or next(BROKEN)
    kind(checkout, text)
    if number % 5 != 4:
        server.signal("HUP")
    said = server.says("anew:", "is still served:")
    ready = get(server.port, "/readyz")[2].decode()
    why = said.partition("is still served: ")[2]
    if good != (not why) or ready != ("ready\n" if good else STALE):
        return f"{number} {kind.__name__}: {said}\n{ready}"
    served = version_of(get(server.port, "/all.ics")[2])
    if served != (number if good else announced.value):
        return f"{number} {kind.__name__}: version {served} is served after `{said}`"
    announced.value = served
    return None


def main():
    asked = arguments(__doc__, "wrk")
    edits = 20 if asked.short else 100
    shipped = SHIPPED.read_text()
    assert shipped.count(f"  {NAME}\n") == 1, f"{SHIPPED} is named otherwise"
    announced = multiprocessing.Value("l", 0)
    with tempfile.TemporaryDirectory() as folder:
        checkout = Checkout(pathlib.Path(folder))
        checkout.git_sync(shipped.replace(NAME, f"{NAME} 0"))
        with Server(asked.binary, str(checkout.path)) as server:
            before = server.rss()
            readers = Readers(server.port, announced)
            with Wrk(f"{server.url}/all.ics", connections=32) as load:
                kinds = itertools.islice(itertools.cycle(GOOD), 1, 1 + edits)
                wrong = [edit(server, checkout, kind, number, shipped.replace(NAME, f"{NAME} {number}"), announced)
                         for number, kind in enumerate(kinds, 1)]
                wrong = [complaint for complaint in wrong if complaint]
                _, count = load.count(stop=True)
            counts, torn = readers.stop()
            claim(f"{edits} edits", f"{len(wrong)} not as they should be" + "".join(f"\n{w}" for w in wrong), not wrong)
            claim("answers to wrk, all of them 200", count, count > 100 * edits)
            claim(f"{counts[200]} bodies that were read, and {counts[304]} times nothing new",
                  f"{len(torn)} not as they should be" + "".join(f"\n{w}" for w in torn[:10]),
                  not torn and min(counts.values()) > edits)
            server.rest()
            claim("memory, MB", f"{(after := server.rss()) / 1e6:.0f}, before {before / 1e6:.0f}", after < 3 * before)
            claim("it ends as it should", server.stop(), server.process.returncode == 0)
    end()


if __name__ == "__main__":
    main()
