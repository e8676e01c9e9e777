#!/usr/bin/env python3
"""HAProxy in front of sigcal, as deploy/caches/haproxy.cfg has it.

    tests/deploy/haproxy.py target/debug/sigcal

It hands answers through as they are, and loses none where one of two servers is stopped, comes back, and the other is
killed. It keeps nothing: with both gone there is no answer.
"""
import contextlib
import grp
import os
import pathlib
import pwd
import re
import tempfile

from caches import CODINGS, forwarded, one_ends
from configured import configured
from origins import publish, servers, settled
from rig import Server, Watched, arguments, claim, end, free_port, get

BY_ROOT = os.geteuid() == 0
# What it gives up, where it has it.
RIGHTS = ("    user haproxy\n", "    group haproxy\n", "    chroot /var/lib/haproxy\n")


@contextlib.contextmanager
def haproxy(folder, origins):
    port, (one, two) = free_port(), origins
    changes = {"bind :80": f"bind 127.0.0.1:{port}", "127.0.0.1:8081": f"127.0.0.1:{one}",
               "127.0.0.1:8082": f"127.0.0.1:{two}"}
    configuration = configured("caches/haproxy.cfg", folder, changes | ({} if BY_ROOT else dict.fromkeys(RIGHTS, "")))
    with Watched("haproxy", "-db", "-f", str(configuration)) as process:
        process.answers(port, "/readyz")
        yield process, port


def without_rights(process):
    """What the kernel says of it, once it serves."""
    status = dict(re.findall(r"(\w+):\s+(\S+)", process.proc("status")))
    wanted = (str(pwd.getpwnam("haproxy").pw_uid), str(grp.getgrnam("haproxy").gr_gid))
    seen = (status["Uid"], status["Gid"], status["CapEff"], os.readlink(f"/proc/{process.process.pid}/root"))
    claim("started by root, it is somebody else, in an empty folder", seen,
          seen[:2] == wanted and int(seen[2], 16) == 0 and seen[3] == "/var/lib/haproxy")


def through(port, server):
    """Bytes, tags and 304s are the server's own."""
    wrong = []
    for accepted in CODINGS:
        headers = {"Accept-Encoding": accepted}
        for path in ("/all.ics", "/custom.ics?only=sig-docs"):
            direct, answer = get(server.port, path, headers), get(port, path, headers)
            same = [field for field in ("ETag", "Content-Encoding", "Cache-Control", "Vary", "Content-Type")
                    if direct[1][field] != answer[1][field]]
            known = get(port, path, headers | {"If-None-Match": direct[1]["ETag"]})
            if answer[0] != 200 or answer[2] != direct[2] or same or known[0] != 304 or known[2]:
                wrong.append(f"{path}, {accepted}: {answer[0]} {same} {known[0]}")
    claim("bytes, tags and 304s are the server's", "; ".join(wrong) or ", ".join(CODINGS), not wrong)
    claim("metrics to nobody", "404", get(port, "/metrics")[0] == 404 and get(port, "/nothing")[0] == 404)


def main():
    asked = arguments(__doc__, "haproxy")
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder, "community.yaml")
        publish(data, 10)
        with servers(asked.binary, data) as both:
            settled(both)
            with haproxy(folder, [server.port for server in both]) as (process, port):
                if BY_ROOT:
                    without_rights(process)
                through(port, both[0])
                forwarded(port, both)
                one_ends(port, both, "TERM")
                with Server(asked.binary, data, listen=f"127.0.0.1:{both[0].port}") as again:
                    claim("one that comes back is asked again", "UP", process.says("Server sigcal/one is UP"))
                    one_ends(port, [both[1], again])
                    again.process.kill()
                    again.process.wait()
                    status = get(port, "/all.ics")[0]
                    claim("with both gone there is no answer", status, status in (502, 503))
    end()


if __name__ == "__main__":
    main()
