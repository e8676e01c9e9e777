#!/usr/bin/env python3
"""Where it has too little, it serves fewer, and recovers.

    tests/load/starved.py target/release/sigcal [--short]

Three servers. One may have 64 files open, and has 500 clients. From one its descriptors are taken while it runs, so that
to accept a connection fails. One may have 64 MB of memory (RLIMIT_DATA, which counts what is allocated, and needs no
container) and the 1024 files that are usual, and has thousands of idle and slow connections; the long form then takes the
limit of files away. Then the same memory is to do for hundreds of connections of HTTP/2, of which each asks as many
questions as it may, every one another, and takes no octet of the answers. Each has to answer some, and none wrongly; to take
no processor time where nothing is asked, although clients wait; and to answer as before once they have left.
"""
import contextlib
import resource
import select
import socket
import time

from crowd import PREFACE, Crowd, asks, idle, slow
from rig import Server, arguments, claim, end, get, most_descriptors, until
from stop import Load, lost

FEED = "/sig-node.ics"
MEMORY = 64_000_000


def silent(port, count):
    """Connections on which nothing is asked."""
    connections = []
    for _ in range(count):
        connection = socket.socket()
        connection.setblocking(False)
        connection.connect_ex(("127.0.0.1", port))
        connections.append(connection)
    return connections


def does_not_spin(server, when, seconds=2):
    before = server.cpu()
    time.sleep(seconds)
    taken = (server.cpu() - before) / seconds
    claim(f"processor time {when}", f"{100 * taken:.1f} % of a core", taken <= 0.03)


def recovers(server, files):
    """As before: a new request is answered, nothing is open that was not, nothing is done that nobody asked for."""
    began = time.monotonic()
    status = get(server.port, FEED)[0]
    taken = time.monotonic() - began
    claim("a request when all have left", f"answered {status} after {1000 * taken:.0f} ms", status == 200 and taken < 2)
    server.rest()
    does_not_spin(server, "then")
    claim("files open then", f"{(now := server.open_files())}, before {files}", now <= files + 1)
    claim("it ends as it should", server.stop(), server.process.returncode == 0)


def few_files(binary, seconds):
    with Server(binary, before=["prlimit", "--nofile=64"]) as server:
        server.rest()
        get(server.port, FEED)
        files = server.open_files()
        load = Load(server.port, 500)
        time.sleep(seconds)
        came = load.end()
        seen = ", ".join(f"{count} {what}" for what, count in came.most_common())
        claim("64 files, 500 clients", seen, came["answered"] > 500 and not lost(came) and not came["refused"])
        waiting = silent(server.port, 500)
        does_not_spin(server, "while 500 clients are connected and ask nothing")
        for connection in waiting:
            connection.close()
        recovers(server, files)


def no_more_files(binary):
    with Server(binary) as server:
        server.rest()
        get(server.port, FEED)
        files = server.open_files()
        limits = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (files + 4, limits[1]))
        waiting = silent(server.port, 100)
        does_not_spin(server, "while no connection can be accepted, and 100 wait")
        claim("files open then", f"{(now := server.open_files())}, at most {files + 4}", files + 4 >= now > files)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, limits)
        status = get(server.port, FEED)[0]
        claim("a request when there are descriptors again, beside those that wait", f"answered {status}", status == 200)
        for connection in waiting:
            connection.close()
        recovers(server, files)


def little_memory(binary, files, count, seconds):
    name = f"{MEMORY / 1e6:.0f} MB, {files} files, {count} idle and {count} slow connections"
    with Server(binary, before=["prlimit", f"--data={MEMORY}", f"--nofile={files}"]) as server:
        server.rest()
        get(server.port, FEED)
        before, most = server.open_files(), 0
        load = Load(server.port)
        crowds = []
        for behave in (idle, slow):
            try:
                crowds.append(Crowd(behave, server.port, count))
            except SystemExit:
                # It fails where the server does, which is told below.
                pass
        until = time.monotonic() + seconds
        while server.alive() and time.monotonic() < until:
            most = max(most, server.rss())
            time.sleep(0.2)
        for crowd in crowds:
            crowd.leave()
        came = load.end()
        if not server.alive():
            return claim(name, f"it died, saying {' '.join(line for line in server.lines.queue if line)}", False)
        seen = ", ".join(f"{count} {what}" for what, count in came.most_common())
        claim(name, f"{seen}; {most / 1e6:.0f} MB", came["answered"] > 500 and not lost(came) and not came["refused"])
        recovers(server, before)


def nothing_taken(binary, count):
    """Questions by HTTP/2 whose answers are not taken: of weeks, each another, and of feeds."""
    # A client that has room for nothing (SETTINGS_INITIAL_WINDOW_SIZE, RFC 9113 6.5.2).
    no_room = PREFACE + bytes([0, 0, 6, 4, 0, 0, 0, 0, 0]) + bytes([0, 4, 0, 0, 0, 0])
    with Server(binary, before=["prlimit", f"--data={MEMORY}"]) as server:
        server.rest()
        files, connections = server.open_files(), []
        for number in range(count):
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            weeks = (f"/week.json?date={2000 + number % 400}-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(64))
            questions = [*weeks, *[FEED] * 64]
            with contextlib.suppress(OSError):
                connection.sendall(no_room + b"".join(asks(path, 2 * n + 1) for n, path in enumerate(questions)))
            connections.append(connection)
        if not server.alive():
            return claim(f"{count} connections that take nothing of 128 answers", "it died", False)
        said = until(lambda: len(select.select(connections, [], [], 0)[0]) == count)
        claim("each of them", "is told something", said)
        status, _, body = get(server.port, FEED)
        claim(f"a feed beside {count} connections that take nothing of 128 answers", f"answered {status}; "
              f"{server.rss() / 1e6:.0f} MB", status == 200 and body.endswith(b"END:VCALENDAR\r\n"))
        # Who holds most is closed, where what is held stands in the way of more.
        claim("a week that nobody asked for", "is answered soon, although they stay",
              until(lambda: get(server.port, "/week.json?date=1999-11-24")[0] == 200))
        does_not_spin(server, "meanwhile")
        for connection in connections:
            connection.close()
        recovers(server, files)


def main():
    asked = arguments(__doc__, "prlimit")
    hard = most_descriptors()
    few_files(asked.binary, 2 if asked.short else 20)
    no_more_files(asked.binary)
    if asked.short:
        little_memory(asked.binary, 1024, 1_500, 3)
        nothing_taken(asked.binary, 200)
    else:
        little_memory(asked.binary, 1024, 5_000, 30)
        little_memory(asked.binary, hard, 5_000, 30)
        nothing_taken(asked.binary, 400)
    end()


if __name__ == "__main__":
    main()
