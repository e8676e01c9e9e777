#!/usr/bin/env python3
"""nginx in front of sigcal, as deploy/caches/nginx.conf has it.

    tests/deploy/nginx.py target/debug/sigcal

First with two servers as they are: hits with the same bytes in each coding, 304s, and addresses that are fetched anew
after the data changed, for there is no purging by key; one of the two is killed under load. Then with answers that are
fresh for a second: they are served while they are fetched anew, and after every server was killed.
"""
import contextlib
import functools
import pathlib
import tempfile

from caches import try_all
from configured import configured
from origins import publish
from rig import Watched, arguments, claim, end, free_port, get, until

# What Debian has around a site's file.
AROUND = """
daemon off;
pid {folder}/pid;
error_log stderr warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {site};
}}
"""


@contextlib.contextmanager
def nginx(refreshing, folder, origins):
    port, (one, two) = free_port(), origins
    folder = tempfile.mkdtemp(dir=folder)
    # Its worker is somebody else, where it is started by root.
    pathlib.Path(folder).chmod(0o755)
    site = configured("caches/nginx.conf", folder, {
        "listen 80;": f"listen 127.0.0.1:{port};", "/var/lib/nginx/sigcal": f"{folder}/cache",
        "listen 127.0.0.1:8083;": f"listen 127.0.0.1:{refreshing};", "; 8083 1;": f"; {refreshing} 1;",
        "127.0.0.1:8081": f"127.0.0.1:{one}", "127.0.0.1:8082": f"127.0.0.1:{two}"})
    around = pathlib.Path(folder, "around.conf")
    around.write_text(AROUND.format(folder=folder, site=site))
    with Watched("nginx", "-p", folder, "-e", "stderr", "-c", str(around)) as process:
        process.answers(port, "/robots.txt")
        yield port


def refreshed(refreshing, port, both, data):
    """Data changes: what is kept stays until its address is fetched anew."""
    paths = ["/sig-docs.ics", "/sig-node.ics"]
    before = {path: get(port, path)[2] for path in paths}
    publish(data, 12)
    anew = until(lambda: all(get(server.port, path)[2] != before[path] for server in both for path in paths))
    kept = [path for path in paths if (answer := get(port, path))[2] == before[path] and answer[1]["X-Cache"] == "HIT"]
    claim("what is kept is served after the data changed", len(kept), anew and kept == paths)
    pretence = {"X-Refresh": "1", "Cache-Control": "no-cache", "Host": f"127.0.0.1:{refreshing}"}
    said = get(port, "/sig-docs.ics", pretence)[1]["X-Cache"]
    claim("no visitor has it fetched anew, from this machine neither", said, said == "HIT")
    bypassed = get(refreshing, "/sig-docs.ics")[1]["X-Cache"]
    new = [path for path in paths if (answer := get(port, path))[2] != before[path] and answer[1]["X-Cache"] == "HIT"]
    claim("an address that is fetched anew is, and no other", ", ".join(new), bypassed == "BYPASS" and new == paths[:1])


def main():
    asked = arguments(__doc__, "nginx")
    refreshing = free_port()
    try_all(asked.binary, functools.partial(nginx, refreshing), functools.partial(refreshed, refreshing))
    end()


if __name__ == "__main__":
    main()
