#!/usr/bin/env python3
"""docs/capacity.md says what deploy/scale/capacity.py says today, of what this server answers today.

    tests/deploy/capacity.py target/release/sigcal [--short]
    tests/deploy/capacity.py target/release/sigcal --measure

The second writes deploy/scale/measured.json: the octets of answers, and the processor time that they take. It wants a
quiet machine, and then deploy/scale/capacity.py to be run again.
"""
import json
import pathlib
import platform
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# First of all, for what is tested is called as this is.
sys.path[:0] = [str(ROOT / "deploy" / "scale"), str(HERE.parent / "load")]
sys.dont_write_bytecode = True
import capacity
import model
from rig import Server, Watched, arguments, claim, end, get, tell, wrk

SVG = "{http://www.w3.org/2000/svg}"
DATA, BASE = ROOT / "data" / "kubernetes.yaml", "https://calendars.example.org"
CODINGS = ("identity", "gzip", "br", "zstd")


def answer(port, path, headers):
    """The octets of an answer, head and body, as they come."""
    lines = [f"GET {path} HTTP/1.1", "Host: calendars.example.org", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def octets(port):
    """How large the answers are that calendar programs get."""
    sizes = {}
    for path in ("/all.ics", "/sig-node.ics"):
        for coding in CODINGS:
            whole = answer(port, path, {"Accept-Encoding": coding})
            head = whole.partition(b"\r\n\r\n")[0].decode().lower()
            assert head.startswith("http/1.1 200"), head
            assert coding == "identity" or f"content-encoding: {coding}" in head, head
            sizes[f"{path} {coding}"] = len(whole)
        tag = get(port, path, {"Accept-Encoding": "gzip"})[1]["ETag"]
        whole = answer(port, path, {"Accept-Encoding": "gzip", "If-None-Match": tag})
        assert whole.startswith(b"HTTP/1.1 304"), whole
        sizes[f"{path} 304"] = len(whole)
    return sizes


def handshake(port):
    """The octets that the server sends for a new connection by TLS 1.3, before it answers."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    come, go, count = ssl.MemoryBIO(), ssl.MemoryBIO(), 0
    tls = context.wrap_bio(come, go, server_hostname="calendars.example.org")
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                connection.sendall(go.read())
                count += come.write(connection.recv(1 << 16))
    assert tls.version() == "TLSv1.3", tls.version()
    return count


def certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", "/CN=calendars.example.org",
                    "-keyout", "key.pem", "-out", "certificate.pem"],
                   cwd=folder, check=True, capture_output=True)
    return ["--tls-certificate", f"{folder}/certificate.pem", "--tls-key", f"{folder}/key.pem",
            "--listen", "tls:127.0.0.1:0"]


class Secure(Watched):
    """A server of HTTPS, from when it can be asked."""

    def __init__(self, binary, folder):
        super().__init__(binary, "serve", str(DATA), "--base-url", BASE, *certificate(folder))
        self.port = int(re.search(r"https://[^ ]*:(\d+)", self.says(" at https://"))[1])


def measure(server, secure, seconds):
    """Microseconds of processor time for an answer, the kernel's work with it."""
    tag = get(server.port, "/all.ics", {"Accept-Encoding": "gzip"})[1]["ETag"]
    asks = ["Accept-Encoding: gzip", f"If-None-Match: {tag}"]
    micros = {}
    for name, of, url, headers in [
        ("all.ics in gzip, on an open connection", server, server.url, asks[:1]),
        ("a 304, on an open connection", server, server.url, asks),
        ("a 304, on a new connection", server, server.url, [*asks, "Connection: close"]),
        ("a 304, on a new connection by TLS", secure, f"https://127.0.0.1:{secure.port}", [*asks, "Connection: close"]),
    ]:
        before = of.cpu()
        _, count = wrk(f"{url}/all.ics", seconds, headers)
        micros[name] = round((of.cpu() - before) / count * 1e6, 1)
    return micros


def processor():
    found = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def check(server, secure):
    recorded = json.loads(capacity.MEASURED.read_text())
    sizes = octets(server.port) | {"handshake": handshake(secure.port)}
    far = {name: (size, recorded["octets"].get(name)) for name, size in sizes.items()
           if abs(size - recorded["octets"].get(name, 0)) > 0.03 * size}
    claim("octets of answers that are not as recorded", far or 0, not far and sizes.keys() == recorded["octets"].keys())
    _, headers, body = get(server.port, "/all.ics")
    fresh = int(re.search(r"s-maxage=(\d+)", headers["Cache-Control"])[1])
    claim("seconds that caches keep a feed", fresh, fresh == capacity.FRESH)
    hours = int(re.search(rb"REFRESH-INTERVAL;VALUE=DURATION:PT(\d+)H", body)[1])
    claim("hours after which feeds want to be asked for", hours, hours == capacity.REFRESH)
    for name, text in capacity.made().items():
        file = ROOT / "docs" / name
        claim(f"docs/{name}", "is what capacity.py writes", file.read_text() == text)
    drawing = xml.etree.ElementTree.fromstring((ROOT / "docs" / "capacity.svg").read_text())
    drawn = [line for line in drawing.iter(f"{SVG}polyline") if len(line.get("points").split()) > 2]
    claim("lines in the plot", len(drawn), len(drawn) == len(model.MIXES) + 1)
    simulated(fresh)


def simulated(fresh):
    """The simulation beside what can be counted without one."""
    for mix in model.MIXES:
        requests = model.log(20_000, mix)
        count = sum(map(len, requests.values()))
        wanted = 20_000 * model.per_second(mix) * model.DAY
        claim(f"requests of a day, {mix}", f"{count}, by the formula {wanted:.0f}", abs(count / wanted - 1) < 0.03)
        passed, formula = model.misses(requests, fresh) / model.DAY, model.formula(20_000, mix, fresh)
        near = abs(passed / formula - 1) < 0.05
        claim("  passed on each second", f"{passed:.3f}, by the formula {formula:.3f}", near)
    claim("passed on where nothing is kept", "all", model.misses(requests, 0) == count)
    alone = {(n, 0): [n + 1800.0 * k for k in range(48)] for n in range(10)}
    claim("passed on where each cache has one who asks each half hour", "all", model.misses(alone, fresh) == 480)
    crowd = {(0, 0): [float(second) for second in range(model.DAY)]}
    passed = model.misses(crowd, fresh)
    claim("passed on of a request each second", passed, passed == model.DAY // fresh)


def main():
    asked = arguments(__doc__, "wrk", "openssl", "taskset", measure="writes what is measured")
    with tempfile.TemporaryDirectory() as folder:
        with Server(asked.binary, str(DATA), "--base-url", BASE) as server, Secure(asked.binary, folder) as secure:
            server.rest()
            secure.rest()
            if asked.measure:
                figures = {
                    "how": "tests/deploy/capacity.py --measure; octets of head and body by HTTP/1.1, of the "
                           "community that ships with sigcal; processor time of the server, the kernel's work for it with it, per "
                           "answer to wrk with 64 connections; TLS 1.3 with a certificate of P-256",
                    "machine": f"a core of {processor()}, {platform.system()} {platform.release().split('-')[0]}",
                    "octets": octets(server.port) | {"handshake": handshake(secure.port)},
                    "micros": measure(server, secure, 2 if asked.short else 10),
                }
                capacity.MEASURED.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")
                tell("measured", figures)
            else:
                check(server, secure)
    end()


if __name__ == "__main__":
    main()
