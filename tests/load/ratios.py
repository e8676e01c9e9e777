#!/usr/bin/env python3
"""What sigcal takes per request, beside nginx with the same bytes at its best; its memory; its start.

    tests/load/ratios.py target/release/sigcal [--short]

Both have CPU 0, and the clients CPU 1. They are loaded in turn, A B B A, so that what the machine does besides changes
neither's share. Each line has the requests/s and the processor time per request of sigcal, as multiples of nginx's: the
median of all pairs, and the least and the most. In the long form a pair meanwhile other processes took more than 0.3 of a
core is run again, up to four times as many; the short form takes what there is. HTTP/2 is without TLS, by prior knowledge.
"""
import os
import pathlib
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from rig import Server, Watched, arguments, claim, end, get, machine_cpu, spread, wrk

FEED, ALL = "/sig-node.ics", "/all.ics"
# Workload: path, headers, what of nginx is asked, and what is wanted: requests/s at least, processor time at most.
WORKLOADS = {
    "one group's feed": (FEED, [], "small", 1.12, 0.88),
    "not modified": (FEED, ["If-None-Match: {tag}"], "small", 1.03, 0.95),
    "all, gzip": (ALL, ["Accept-Encoding: gzip"], "small", 1.08, 0.90),
    "all, identity": (ALL, [], "large", 0.95, 1.05),
    "a connection each": (FEED, ["Connection: close"], "small", 0.95, 1.05),
    "HTTP/2": (FEED, [], "http2", 1.3, None),
}
MEMORY, START = 20e6, 0.050
FOREIGN = 0.3

# sendfile gains nginx something where a body is large, and costs it where it is small.
CONFIGURATION = """
daemon off; pid {folder}/pid; error_log stderr crit;
worker_processes 1; worker_cpu_affinity 01; worker_rlimit_nofile 4096;
events {{ worker_connections 2048; multi_accept on; }}
http {{
    access_log off; server_tokens off; tcp_nopush on; gzip off; gzip_static on; gzip_vary on; root {folder}/files;
    types {{ text/calendar ics; }} charset utf-8; charset_types text/calendar;
    add_header Cache-Control "public, max-age=300"; add_header Access-Control-Allow-Origin *;
    keepalive_timeout 300s; keepalive_requests 1000000000; open_file_cache max=100; open_file_cache_valid 1h;
    server {{ listen 127.0.0.1:{small} backlog=4096; sendfile off; }}
    server {{ listen 127.0.0.1:{large} backlog=4096; sendfile on; }}
    server {{ listen 127.0.0.1:{http2} backlog=4096 http2; sendfile off; }}
}}
"""


class Nginx(Watched):
    """nginx over a folder of sigcal's feeds. It inherits sockets that listen already, so there is nothing to wait for."""

    def __init__(self, folder, server):
        files = folder / "files"
        files.mkdir()
        for path in (FEED, ALL):
            (files / path[1:]).write_bytes(get(server.port, path)[2])
            (files / f"{path[1:]}.gz").write_bytes(get(server.port, path, {"Accept-Encoding": "gzip"})[2])
        # Its worker is another user.
        folder.chmod(0o755)
        sockets = {name: socket.create_server(("127.0.0.1", 0), backlog=4096) for name in ("small", "large", "http2")}
        self.ports = {name: held.getsockname()[1] for name, held in sockets.items()}
        configuration = folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=folder, **self.ports))
        numbers = [held.fileno() for held in sockets.values()]
        for held in sockets.values():
            held.setblocking(False)
        inherited = "".join(f"{number};" for number in numbers)
        super().__init__("nginx", "-c", str(configuration), pass_fds=numbers, env=os.environ | {"NGINX": inherited})
        for held in sockets.values():
            held.close()


def h2load(url, seconds):
    """The same as wrk in HTTP/2: eight streams on each of 64 connections."""
    command = ["taskset", "-c", "1", "h2load", "-t1", "-c64", "-m8", f"-D{seconds}", url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    count, failed, bad = (int(re.search(rf"(\d+) {word}", out)[1]) for word in ("succeeded", "failed", "5xx"))
    if failed or bad or not count:
        sys.exit(f"{url} by HTTP/2: {' '.join(re.findall('requests:.*|status codes:.*', out))}")
    return float(re.search(r"([\d.]+) req/s", out)[1]), count


def measured(program, url, seconds, headers, load):
    """Requests/s, processor seconds per request, and the cores that others took meanwhile."""
    began, own, others = time.monotonic(), program.cpu(), machine_cpu()
    clients = resource.getrusage(resource.RUSAGE_CHILDREN)
    rate, count = load(url, seconds, headers=headers) if load is wrk else load(url, seconds)
    own = program.cpu() - own
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    others = machine_cpu() - others - own - after.ru_utime - after.ru_stime + clients.ru_utime + clients.ru_stime
    return rate, own / count, others / (time.monotonic() - began)


def compare(server, nginx, name, workload, short):
    path, headers, port, rate_wanted, cpu_wanted = workload
    headers = [header.format(tag=get(server.port, path)[1]["ETag"]) for header in headers]
    # What nginx calls a tag is another one.
    theirs = [f"If-None-Match: {get(nginx.ports[port], path)[1]['ETag']}" if "None" in h else h for h in headers]
    load = h2load if port == "http2" else wrk
    if load is wrk:
        ours = get(server.port, path, dict(header.split(": ") for header in headers))
        peers = get(nginx.ports[port], path, dict(header.split(": ") for header in theirs))
        assert (ours[0], ours[2]) == (peers[0], peers[2]), f"{name}: nginx answers otherwise"
    sides = [(server, server.url + path, headers), (nginx, f"http://127.0.0.1:{nginx.ports[port]}{path}", theirs)]
    pairs, seconds = (2, 1) if short else (7, 3)
    rates, cpus = [], []
    for turn in range(pairs if short else 4 * pairs):
        if len(rates) == pairs:
            break
        order = sides if turn % 2 == 0 else sides[::-1]
        seen = [measured(*side[:2], seconds, side[2], load) for side in order]
        (our_rate, our_cpu, _), (their_rate, their_cpu, _) = seen if turn % 2 == 0 else seen[::-1]
        if short or max(others for *_, others in seen) <= FOREIGN:
            rates.append(our_rate / their_rate)
            cpus.append(our_cpu / their_cpu)
    if len(rates) < pairs:
        return claim(name, f"only {len(rates)} of {4 * pairs} pairs were quiet; stop what else runs here", False)
    # What a busy machine makes of a ratio is not a third of it.
    slack = 3 if short else 1
    rate, cpu = statistics.median(rates), statistics.median(cpus)
    holds = rate * slack >= rate_wanted and (cpu_wanted is None or cpu <= cpu_wanted * slack)
    wanted = f"wanted {rate_wanted} at least" + (f", {cpu_wanted} at most" if cpu_wanted else "")
    wanted += ", here a third as good will do" if short else ""
    claim(name, f"requests/s {spread(rates)}, processor time {spread(cpus)}; {wanted}", holds)


def starts(binary, times):
    """Seconds from the start of the process to its first answer."""
    for _ in range(times):
        began = time.monotonic()
        with Server(binary) as server:
            assert get(server.port, FEED)[0] == 200
            yield time.monotonic() - began
            server.stop()


def main():
    asked = arguments(__doc__, "wrk", "nginx", "h2load", "taskset")
    taken = list(starts(asked.binary, 5 if asked.short else 20))
    figures = spread([1000 * seconds for seconds in taken], "{:.0f}")
    claim("start to first answer, ms", f"{figures}; wanted below {1000 * START:.0f}",
          statistics.median(taken) < START * (4 if asked.short else 1))
    with tempfile.TemporaryDirectory() as folder, Server(asked.binary, before=["taskset", "-c", "0"]) as server, \
            Nginx(pathlib.Path(folder), server) as nginx:
        server.rest()
        for name, workload in WORKLOADS.items():
            compare(server, nginx, name, workload, asked.short)
        claim("memory after that, MB", f"{server.rss() / 1e6:.1f}; wanted below {MEMORY / 1e6:.0f}",
              server.rss() < MEMORY * (1.5 if asked.short else 1))
    end()


if __name__ == "__main__":
    main()
