#!/usr/bin/env python3
"""Varnish in front of sigcal, as deploy/caches/sigcal.vcl has it.

    tests/deploy/varnish.py target/debug/sigcal

First with two servers as they are: hits with the same bytes in each coding, 304s, and purges by key after the data
changed; one of the two is killed under load. Then with answers that are fresh for a second: they are served while they
are fetched anew, and after every server was killed.
"""
import contextlib
import http.client
import pathlib
import socket
import stat
import sys

from caches import try_all
from configured import configured
from origins import publish
from rig import Watched, arguments, claim, end, free_port, get, until


@contextlib.contextmanager
def varnish(folder, origins):
    """From when it answers and has found both servers."""
    port, (one, two) = free_port(), origins
    vcl = configured("caches/sigcal.vcl", folder, {'"8081"': f'"{one}"', '"8082"': f'"{two}"'})
    command = ["varnishd", "-F", "-n", f"{folder}/work", "-a", f"127.0.0.1:{port}", "-a",
               f"purge={folder}/purge.sock,mode=600", "-f", str(vcl), "-s", "malloc,64m", "-p", "http_gzip_support=off",
               "-j", "none"]
    with Watched(*command) as process:
        process.says("Child launched OK", "said Child starts", seconds=60)
        process.answers(port, "/readyz")
        yield port


def ask(connection, method, headers):
    with contextlib.closing(connection):
        connection.request(method, "/", headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.reason


def ask_at(path, method, headers={}):
    """What is answered at a socket."""
    connection = http.client.HTTPConnection("localhost", timeout=5)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(path))
    return ask(connection, method, headers)


def kept_from_visitors(port, path):
    """A visitor for whom a proxy of this machine asks has its address."""
    said = []
    for headers in ({}, {"X-Forwarded-For": "192.0.2.7"}, {"Forwarded": "for=192.0.2.7"}, {"Host": "localhost"}):
        visitor = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        said.append(ask(visitor, "PURGE", {"Surrogate-Key": "sigcal"} | headers)[0])
    claim("no visitor purges, from this machine neither", said, set(said) == {405})
    mode, other = stat.filemode(path.stat().st_mode), ask_at(path, "GET")[0]
    claim("the socket for it is its owner's, and for nothing else", f"{mode}, {other}",
          mode == "srw-------" and other == 405)


def purged(port, both, data):
    """Data changes: what is kept stays until its key is purged, and what has another key stays."""
    paths = ["/sig-docs.ics", "/sig-docs.jcal.json", "/sig-node.ics", "/all.ics"]
    before = {path: get(port, path)[2] for path in paths}
    publish(data, 12)
    anew = until(lambda: all(get(server.port, path)[2] != before[path] for server in both for path in paths))
    kept = [path for path in paths if (answer := get(port, path))[2] == before[path] and answer[1]["X-Cache"] == "HIT"]
    claim("what is kept is served after the data changed", len(kept), anew and kept == paths)
    path = data.parent / "purge.sock"
    kept_from_visitors(port, path)
    said = ask_at(path, "PURGE", {"Surrogate-Key": "sig-docs"})
    new = lambda: [path for path in paths if get(port, path)[2] != before[path]]
    came = until(lambda: new() == paths[:2])
    claim("a calendar's key purges it in every format, and nothing else", f"{said[1]}: {', '.join(new())}",
          said[0] == 200 and said[1] != "purged 0" and came)
    said = ask_at(path, "PURGE", {"Surrogate-Key": "sigcal"})
    claim("the key that everything has purges everything", said[1], said[0] == 200 and until(lambda: new() == paths))
    fresh = {path: get(both[0].port, path)[2] for path in paths}
    same = until(lambda: all(get(port, path)[1]["X-Cache"] == "HIT" for path in paths))
    claim("then it is kept again, as the servers have it", "yes" if same else "no",
          same and all(get(port, path)[2] == fresh[path] for path in paths))
    seen = get(port, "/all.ics")[1]
    claim("visitors see no keys", "none", not {"surrogate-key", "xkey", "x-while-revalidate"} & {k.lower() for k in seen})


def main():
    asked = arguments(__doc__, "varnishd")
    if not list(pathlib.Path("/usr/lib").glob("*/varnish/vmods/libvmod_xkey.so")):
        sys.exit("no vmod xkey; try: apt-get install -y --no-install-recommends varnish-modules")
    try_all(asked.binary, varnish, purged)
    end()


if __name__ == "__main__":
    main()
