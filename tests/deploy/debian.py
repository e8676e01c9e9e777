#!/usr/bin/env python3
"""The Debian package: installed, asked, upgraded, removed and purged, by dpkg and systemd.

    tests/deploy/debian.py target/static/sigcal

The program is what `deploy/build` makes. The package is made of it twice, and both are the same octets; lintian reads
it. Then a system is started with systemd (systemd-nspawn, of this machine's own files), and dpkg installs it there.
Needs root.
"""
import os
import pathlib
import shutil
import socket
import sys
import tempfile

import booted

sys.path.insert(0, str(booted.ROOT / "tests/load"))
import rig  # noqa: E402
from rig import arguments, claim, end, get, must, owner, run, tell  # noqa: E402

rig.PACKAGES |= booted.PACKAGES | {"dpkg-deb": "dpkg"}
WANTED = """
/usr/bin/sigcal /usr/lib/systemd/system/sigcal.service /usr/lib/systemd/system/sigcal.socket
/etc/sigcal/community.yaml /etc/sigcal/serving.yaml
/usr/share/man/man1/sigcal.1.gz /usr/share/man/man1/sigcal-serve.1.gz /usr/share/man/man1/sigcal-healthcheck.1.gz
/usr/share/bash-completion/completions/sigcal /usr/share/zsh/vendor-completions/_sigcal
/usr/share/fish/vendor_completions.d/sigcal.fish
/usr/share/doc/sigcal/copyright /usr/share/doc/sigcal/README.md /usr/share/doc/sigcal/docs/serving.md
""".split()
COMPLETED = """
source /usr/share/bash-completion/completions/sigcal
COMP_WORDS=(sigcal heal) COMP_CWORD=1
_sigcal sigcal heal sigcal && echo "${COMPREPLY[@]}"
"""


def packed(binary, folder):
    """The package, made twice."""
    found = []
    for n in range(2):
        must(booted.ROOT / "deploy/debian/package", binary, folder / str(n), **owner())
        found += (folder / str(n)).glob("*.deb")
    claim("made twice, it is the same octets", f"{found[0].name}, {found[0].stat().st_size / 1e6:.1f} MB",
          len(found) == 2 and found[0].read_bytes() == found[1].read_bytes())
    return found[0]


def has_what_it_should(package):
    listed = [line.split()[5] for line in must("dpkg-deb", "--contents", package).splitlines()]
    missing = sorted(set(WANTED) - {name.removeprefix(".") for name in listed})
    claim("files that are not in it", missing, not missing)
    others = [name for name in listed if not name.startswith(("./usr/", "./etc/sigcal/")) and name not in ("./etc/",)]
    claim("files elsewhere than in /usr and /etc/sigcal", others, not others)
    depends = must("dpkg-deb", "--field", package, "Depends")
    claim("packages that it depends on", depends or "none", not depends)
    read = run("lintian", "--allow-root", "--profile=debian", "--fail-on=error,warning", package)
    claim("lintian", read.stdout.strip() or "nothing to say", read.returncode == 0 and not read.stdout)


def shown(name, unit):
    return must("systemctl", "show", "--value", f"--property={name}", unit)


def states():
    units = ("sigcal.socket", "sigcal.service")
    return [(run("systemctl", "is-enabled", unit).stdout.strip(), shown("ActiveState", unit)) for unit in units]


def installed():
    """What dpkg leaves: a socket that is listened on, and stays over a start of the system."""
    must("dpkg", "--install", "/package.deb")
    (enabled, socket_is), (_, service_is) = states()
    claim("once it is installed", f"the socket is {enabled} and {socket_is}, the service {service_is} until asked",
          (enabled, socket_is, service_is) == ("enabled", "active", "inactive"))
    status, _, feed = get(8080, "/sig-docs.ics", timeout=30)
    claim("a feed of the community that came with it", status, status == 200 and b"SUMMARY:SIG Docs: Regular" in feed)
    asked = run("sigcal", "healthcheck")
    claim("its health", asked.stderr or "ready", asked.returncode == 0)
    checked = run("sigcal", "check", "/etc/sigcal/community.yaml")
    claim("`sigcal check` of it", checked.stdout.strip() or checked.stderr.strip(), checked.returncode == 0)
    words = run("bash", "-c", COMPLETED).stdout.strip()
    claim("completed in bash", words, words == "healthcheck")
    verified = run("systemd-analyze", "verify", "--man=no", "sigcal.service", "sigcal.socket")
    # It reads the units of the machine, too.
    said = [line for line in verified.stderr.splitlines() if "sigcal" in line]
    claim("systemd-analyze verify", said or "nothing to say", not said and not verified.returncode)


def kept():
    """What an operator wrote outlives an upgrade, and is served by the program that comes."""
    community = pathlib.Path("/etc/sigcal/community.yaml")
    mine = community.read_text().replace("name: Docs", "name: Documentation")
    community.write_text(mine)
    before = shown("MainPID", "sigcal.service")
    must("dpkg", "--force-confdef", "--force-confold", "--install", "/package.deb")
    claim("what was written in /etc is kept over an upgrade", "kept", community.read_text() == mine)
    after = shown("MainPID", "sigcal.service")
    claim("another process serves then", f"{after}, before {before}", after not in ("0", before))
    claim("what was written", "served", b"SUMMARY:SIG Documentation" in get(8080, "/sig-docs.ics", timeout=30)[2])


def gone():
    must("dpkg", "--remove", "sigcal")
    with socket.socket() as closed:
        claim("removed, it listens no more", (code := closed.connect_ex(("127.0.0.1", 8080))), code != 0)
    kept = pathlib.Path("/etc/sigcal/community.yaml").exists()
    claim("what was written in /etc is kept", kept, kept)
    must("dpkg", "--purge", "sigcal")
    left = [str(path) for folder in ("/etc", "/usr/share", "/usr/lib/systemd", "/var/lib/systemd")
            for path in pathlib.Path(folder).rglob("*sigcal*")]
    claim("purged, what is left of it", left, not left and not shutil.which("sigcal"))


def main():
    if booted.is_inside():
        # The path of a service has no such folders, and dpkg wants them.
        # What forbids packages to start anything is for images that are being made, not for a system that runs.
        pathlib.Path("/usr/sbin/policy-rc.d").unlink(missing_ok=True)
        os.environ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        installed()
        kept()
        gone()
        booted.ended(rig.failures)
        end()
    asked = arguments(__doc__, *booted.PACKAGES, "dpkg-deb", "lintian", "cargo-deb")
    with tempfile.TemporaryDirectory() as folder:
        must("chown", f"--reference={booted.ROOT}", folder)
        package = packed(asked.binary, pathlib.Path(folder))
        tell("lintian", must("lintian", "--version"))
        has_what_it_should(package)
        rig.failures += booted.again(__file__, None, binds={package: "/package.deb"}.items())
    end()


if __name__ == "__main__":
    main()
