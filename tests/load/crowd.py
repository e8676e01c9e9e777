#!/usr/bin/env python3
"""A crowd does not keep others waiting, and costs little memory.

    tests/load/crowd.py target/release/sigcal [--short]

10,000 connections that asked once and stay, and 10,000 that send one octet of a request's head a second, for ever; where
the limit of open files is below that, as many as it leaves room for. Meanwhile a request on a new connection is to be
answered within 50 ms, 99 times of 100, and the memory per idle connection is to be 14 kB at most; of HTTP/2, whose library
keeps room for frames in both directions, 32 kB. The crowds are processes of their own, and come from several addresses, for
one address has too few ports.
"""
import collections
import multiprocessing
import select
import socket
import sys
import time

from rig import Server, arguments, claim, end, get, most_descriptors, percentile, spread, tell

HEAD = b"GET /sig-node.ics HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
PLAIN = HEAD + b"no\r\n\r\n"
# A head that is no plain one's: the connection is hyper's then.
IN_FULL = HEAD + b"no\r\nContent-Length: 0\r\n\r\n"
# How HTTP/2 begins (RFC 9113 3.4).
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
MOST, PER_ADDRESS = 10_000, 10_000
ANSWERED, MEMORY, MEMORY_HTTP2 = 0.050, 14e3, 32e3


def asks(path, stream):
    """A GET by HTTP/2 (RFC 9113 6.2; RFC 7541 6.1 and 6.2.2, without names or values that are remembered)."""
    fields = b"\x82\x86\x04" + bytes([len(path)]) + path.encode() + b"\x01\x09127.0.0.1"
    return len(fields).to_bytes(3, "big") + bytes([1, 5]) + stream.to_bytes(4, "big") + fields


# With SETTINGS that want nothing.
HTTP2 = PREFACE + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0]) + asks("/sig-node.ics", 1)


def connect(port, number, network):
    connection = socket.socket()
    # A port is chosen when it is known where to, so that it may be used to other places, too.
    connection.setsockopt(socket.IPPROTO_IP, getattr(socket, "IP_BIND_ADDRESS_NO_PORT", 24), 1)
    connection.bind((f"127.0.{network}.{1 + number // PER_ADDRESS}", 0))
    connection.connect(("127.0.0.1", port))
    connection.setblocking(False)
    return connection


def idle(port, count, parent, ask=PLAIN):
    """Connections that ask once, and stay. Says when all have their answer, and at last how many were closed."""
    most_descriptors()
    waiting, poll = {}, select.epoll()
    kept = []
    for number in range(count):
        connection = connect(port, number, 1)
        connection.send(ask)
        waiting[connection.fileno()] = (connection, bytearray())
        poll.register(connection, select.EPOLLIN)
        # Asked in parties, so that none of them waits long.
        while len(waiting) > 100 or (number == count - 1 and waiting):
            if not (ready := poll.poll(30)):
                sys.exit(f"{len(waiting)} connections wait for their answers")
            for descriptor, _ in ready:
                connection, answer = waiting[descriptor]
                got = connection.recv(1 << 16)
                answer += got
                if not got or answer[:5] == b"HTTP/" and not answer.startswith(b"HTTP/1.1 200"[:len(answer)]):
                    sys.exit(f"an idle connection was answered {bytes(answer[:100])}")
                if answer.endswith(b"END:VCALENDAR\r\n"):
                    kept.append(connection)
                    del waiting[descriptor]
                    poll.unregister(descriptor)
    parent.send("all are idle")
    parent.recv()
    closed = select.epoll()
    for connection in kept:
        closed.register(connection, select.EPOLLIN | select.EPOLLRDHUP)
    parent.send(len(closed.poll(0, count)))


def slow(port, count, parent):
    """Connections that send an octet of a head a second. The server closes them after a while, and they come again."""
    most_descriptors()
    turns, came_again = collections.deque(), 0
    for number in range(count):
        connection = connect(port, number, 2)
        connection.send(HEAD)
        turns.append((time.monotonic() + 1, number, connection))
    parent.send("all are slow")
    while not parent.poll(max(0, turns[0][0] - time.monotonic())):
        due, number, connection = turns.popleft()
        try:
            connection.send(b"x")
        except OSError:
            connection.close()
            connection, came_again = connect(port, number, 2), came_again + 1
            connection.send(HEAD)
        turns.append((max(due, time.monotonic() - 1) + 1, number, connection))
    parent.send(came_again)


class Crowd:
    def __init__(self, behave, port, count, *how):
        self.ours, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=behave, args=(port, count, theirs, *how), daemon=True)
        self.process.start()
        theirs.close()
        self.hear()

    def hear(self):
        try:
            return self.ours.recv()
        except EOFError:
            sys.exit("a crowd ended by itself")

    def leave(self):
        self.ours.send("leave")
        said = self.hear()
        self.process.join()
        return said


def fresh(port, seconds):
    """Seconds from connecting to the whole answer, every 20 ms."""
    until, taken = time.monotonic() + seconds, []
    while (began := time.monotonic()) < until:
        status, _, body = get(port, "/sig-node.ics")
        if status != 200 or not body.endswith(b"END:VCALENDAR\r\n"):
            sys.exit(f"answered {status}")
        taken.append(time.monotonic() - began)
        time.sleep(max(0, 0.02 - taken[-1]))
    return taken


def waits(name, taken, bound):
    middle, most, worst = (1000 * percentile(taken, percent) for percent in (50, 99, 100))
    claim(name, f"median {middle:.1f} ms, 99th {most:.1f} ms, worst {worst:.1f} ms of {len(taken)}; "
          f"wanted below {1000 * ANSWERED:.0f} ms" + (f", here {1000 * bound:.0f} will do" if bound > ANSWERED else ""),
          most < 1000 * bound)


def remembers(what, octets, most=MEMORY):
    claim(f"memory for {what}, kB", f"{octets / 1000:.1f}; wanted {most / 1000:.0f} at most", octets <= most)


def in_full(binary, count, what, ask, most):
    """Those that ask for more than plain requests do. A server of their own has them, for memory is not given back."""
    with Server(binary) as server:
        server.rest()
        fresh(server.port, 1)
        before = server.rss()
        crowd = Crowd(idle, server.port, count, ask)
        remembers(f"each of {count} {what}", (server.rss() - before) / count, most)
        claim("those that were closed", closed := crowd.leave(), closed == 0)


def main():
    asked = arguments(__doc__)
    # The server leaves itself 64 descriptors, and each of its workers has its share, which chance does not fill evenly.
    room = (most_descriptors() - 64) * 95 // 100 // 2
    count = min(room, 2_000 if asked.short else MOST)
    seconds, bound = (4, 10 * ANSWERED) if asked.short else (30, ANSWERED)
    in_full(asked.binary, count, "that asked otherwise", IN_FULL, MEMORY)
    in_full(asked.binary, count, "that asked by HTTP/2", HTTP2, MEMORY_HTTP2)
    with Server(asked.binary) as server:
        server.rest()
        fresh(server.port, 1)
        tell("nobody else is there", f"median {spread([1000 * t for t in fresh(server.port, 1)], '{:.1f}')} ms")
        before, files = server.rss(), server.open_files()
        quiet = Crowd(idle, server.port, count)
        remembers(f"each of {count} idle connections", (server.rss() - before) / count)
        waits(f"beside {count} idle connections", fresh(server.port, seconds / 4), bound)
        drips = Crowd(slow, server.port, count)
        waits(f"and {count} slow ones", fresh(server.port, seconds), bound)
        tell("memory then, MB", f"{server.rss() / 1e6:.0f}, before {before / 1e6:.0f}")
        # A head is to be whole in ten seconds, however often an octet comes; the short form does not last that long.
        came_again = drips.leave()
        claim("slow ones that were closed, and came again", came_again, asked.short or came_again >= count)
        claim("idle ones that were closed", closed := quiet.leave(), closed == 0)
        server.rest()
        waits("when all have left", fresh(server.port, 1), bound)
        tell("memory then, MB", f"{server.rss() / 1e6:.0f}")
        claim("descriptors then", f"{(now := server.open_files())}, before {files}", now <= files + 1)
        claim("it ends as it should", server.stop(), server.process.returncode == 0)
    end()


if __name__ == "__main__":
    main()
