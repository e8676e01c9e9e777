#!/usr/bin/env python3
"""The units of systemd: what they leave the service, and what becomes of requests while it restarts.

    tests/deploy/systemd.py target/static/sigcal

`systemd-analyze` reads them, and says how much they expose. `systemd-socket-activate` starts the program by a socket.
Then a system is started with systemd (systemd-nspawn, of this machine's own files), the units are put there, and the
service is started by a request, read anew, restarted, killed and stopped, while it is asked on. Needs root.
"""
import http.client
import os
import pathlib
import re
import shutil
import socket
import sys
import threading
import time

import booted

sys.path.insert(0, str(booted.ROOT / "tests/load"))
import rig  # noqa: E402
from rig import Watched, arguments, claim, end, free_port, get, run, tell, until  # noqa: E402

UNITS = booted.ROOT / "deploy/systemd"
# In tenths of the scale that systemd-analyze shows, which ends at 10.
MOST = 10
rig.PACKAGES |= booted.PACKAGES


def exposes():
    """How much the service may do that it need not, from 0 to 10."""
    seen = run("systemd-analyze", "security", "--offline=true", f"--threshold={MOST}", UNITS / "sigcal.service")
    said = re.search(r"Overall exposure level.*: ([\d.]+)", seen.stdout)
    claim("exposure", said and said[1], seen.returncode == 0 and said and float(said[1]) < 1)


def by_socket(binary):
    """Started by a connection, which waits for it."""
    port = free_port()
    with Watched("systemd-socket-activate", f"--listen=127.0.0.1:{port}", binary, "serve") as manager:
        manager.says("Listening on")
        tell("systemd-socket-activate", "listens")
        status, _, feed = get(port, "/sig-node.ics", timeout=30)
        claim("the connection that starts it is answered", f"{status}, {len(feed)} octets",
              status == 200 and feed.startswith(b"BEGIN:VCALENDAR"))
        serving = manager.says(" at http://")
        claim("it serves at the socket that it was handed", serving, serving.endswith(f" at http://127.0.0.1:{port}/"))


class Asking:
    """Asks again and again, on a connection each; counts what is answered and what is not."""

    def __init__(self):
        self.answered, self.failed, self.slowest, self.on = 0, [], 0, True
        self.thread = threading.Thread(target=self.ask)

    def ask(self):
        while self.on:
            began = time.monotonic()
            try:
                status = get(8080, "/sig-docs.ics", timeout=30)[0]
                self.answered += status == 200
                if status != 200:
                    self.failed.append(status)
            except (OSError, http.client.HTTPException) as why:
                self.failed.append(repr(why))
            self.slowest = max(self.slowest, time.monotonic() - began)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.on = False
        self.thread.join()


def systemctl(*command):
    done = run("systemctl", *command)
    if done.returncode:
        print(f"systemctl {' '.join(command)}: {done.stderr}")
    return done.stdout.strip()


def shown(name, unit="sigcal.service"):
    return systemctl("show", "--value", f"--property={name}", unit)


def comes(what, holds):
    """Waits until something holds, and claims that it came to."""
    claim(what, (is_so := until(holds)), is_so)


def journal():
    return run("journalctl", "--unit=sigcal.service", "--output=cat", "--no-pager").stdout


def confined(pid):
    """What the kernel says of the process."""
    status = dict(re.findall(r"(\w+):\s+(\S+)", pathlib.Path(f"/proc/{pid}/status").read_text()))
    seen = {name: status[name] for name in ("Uid", "CapEff", "CapBnd", "NoNewPrivs", "Seccomp")}
    claim("it runs as nobody else, without privileges, its calls filtered", seen,
          61184 <= int(seen["Uid"]) <= 65519 and [int(seen[name], 16) for name in ("CapEff", "CapBnd")] == [0, 0]
          and (seen["NoNewPrivs"], seen["Seccomp"]) == ("1", "2"))
    others = [name for name in ("net", "mnt", "user", "ipc", "uts")
              if os.readlink(f"/proc/{pid}/ns/{name}") != os.readlink(f"/proc/1/ns/{name}")]
    claim("what it has of its own", others, others == ["net", "mnt", "user", "ipc", "uts"])
    devices = pathlib.Path(f"/proc/{pid}/net/dev").read_text().count(":")
    claim("networks that it sees", f"{devices}, which is its own loopback", devices == 1)
    places = ["/", "/etc/sigcal", "/usr/bin", "/var/lib", "/run", "/trial", "/tmp"]
    said = {place: run("nsenter", f"--target={pid}", "--mount", "mktemp", f"--tmpdir={place}") for place in places}
    seen = [place for place in places if "Read-only file system" not in said[place].stderr]
    claim("where even root could write, of all places", seen, seen == ["/tmp"] and said["/tmp"].returncode == 0)
    files = re.search(r"Max open files\s+(\d+)", pathlib.Path(f"/proc/{pid}/limits").read_text())[1]
    claim("files that it may have open", files, int(files) >= 16384)


def within():
    """In the system that was started: the program is /usr/bin/sigcal."""
    pathlib.Path("/etc/sigcal").mkdir()
    for name in ("sigcal.service", "sigcal.socket"):
        shutil.copy(UNITS / name, "/etc/systemd/system")
    for name in ("serving.yaml", "community.yaml"):
        shutil.copy(UNITS / name, "/etc/sigcal")
    verified = run("systemd-analyze", "verify", "--man=no", "sigcal.service", "sigcal.socket")
    # It reads the units of the machine, too.
    said = [line for line in verified.stderr.splitlines() if "sigcal" in line]
    claim("systemd-analyze verify", said or "nothing to say", not said and not verified.returncode)
    systemctl("daemon-reload")
    systemctl("start", "sigcal.socket")
    claim("nothing runs before it is asked", shown("ActiveState"), shown("ActiveState") == "inactive")
    status, _, feed = get(8080, "/sig-docs.ics", timeout=30)
    claim("the first request starts it, and is answered", status,
          status == 200 and b"SUMMARY:SIG Docs: Regular meeting" in feed)
    claim("it is active once it said that it is ready", shown("ActiveState"), shown("ActiveState") == "active")
    first = shown("MainPID")
    confined(first)
    asked = run("/usr/bin/sigcal", "healthcheck")
    claim("its health, asked from outside", asked.stderr or "ready", asked.returncode == 0)

    systemctl("reload", "sigcal.service")
    comes("told to, it reads anew what has not changed", lambda: "anew" in journal())
    community = pathlib.Path("/etc/sigcal/community.yaml")
    community.write_text(community.read_text().replace("Regular meeting", "Another meeting"))
    comes("what was edited is served", lambda: b"Another meeting" in get(8080, "/sig-docs.ics")[2])
    claim("by the same process", shown("MainPID"), shown("MainPID") == first)
    restarts(first)
    mended()
    systemctl("stop", "sigcal.service")
    claim("how it ended", shown("Result"), (shown("Result"), shown("ExecMainStatus")) == ("success", "0"))
    status = get(8080, "/sig-docs.ics", timeout=30)[0]
    claim("who asks after it was stopped starts it", status, status == 200)
    systemctl("stop", "sigcal.socket", "sigcal.service")
    with socket.socket() as closed:
        claim("nothing listens once the socket is stopped", (code := closed.connect_ex(("127.0.0.1", 8080))), code != 0)


def restarts(first):
    """The socket is systemd's, and stays: who connects meanwhile waits."""
    with Asking() as asking:
        for _ in range(5):
            systemctl("restart", "sigcal.service")
    seen = f"{asking.answered} answered, failed {asking.failed[:3]}, the slowest in {asking.slowest:.2f} s"
    claim("requests while it restarted five times", seen, asking.answered > 20 and not asking.failed)
    before = shown("MainPID")
    claim("it is another process", f"{before}, before {first}", before != first)
    os.kill(int(before), 9)
    status = get(8080, "/sig-docs.ics", timeout=30)[0]
    claim("a request after it was killed", status, status == 200)
    comes("it was started again", lambda: shown("MainPID") not in ("0", before))


def mended():
    """Settings that cannot be read keep it from starting; once they can, nobody has to help it."""
    settings = pathlib.Path("/etc/sigcal/serving.yaml")
    good = settings.read_text()
    settings.write_text("lisen: 8080\n")
    run("systemctl", "restart", "sigcal.service")
    comes("with settings that are wrong it is tried again, and again", lambda: int(shown("NRestarts")) >= 2)
    claim("the log says what is wrong", "serving.yaml", "serving.yaml:1:1: `lisen` is no setting" in journal())
    settings.write_text(good)
    status = get(8080, "/sig-docs.ics", timeout=30)[0]
    claim("who asked meanwhile is answered once they are mended", status, status == 200)


def main():
    if booted.is_inside():
        # Whatever goes wrong within, the one without sees that the last line is missing.
        within()
        if rig.failures:
            print(journal()[-3000:])
        booted.ended(rig.failures)
        end()
    asked = arguments(__doc__, *booted.PACKAGES)
    exposes()
    by_socket(asked.binary)
    rig.failures += booted.again(__file__, asked.binary)
    end()


if __name__ == "__main__":
    main()
