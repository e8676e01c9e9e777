"""Machines of their own for a test: network namespaces on a bridge that leads nowhere else."""
import ctypes
import os
import pathlib
import shutil
import subprocess
import sys

CLONE_NEWNET = 0x40000000
NEEDED = ("ip", "tc", "setpriv")


class Network:
    """Namespaces, each with an address, and the bridge between them in one more. All of it goes at the end."""

    def __init__(self, addresses):
        self.addresses, self.made = addresses, []

    def name(self, host):
        return f"sigcal-{os.getpid()}-{host}"

    def ip(self, *words):
        subprocess.run(["ip", *words], check=True, capture_output=True, text=True)

    def inside(self, host):
        """What a command is started with to run there. It ends with this process, even where that is killed."""
        return ["ip", "netns", "exec", self.name(host), "setpriv", "--pdeathsig", "KILL"]

    def link(self, host, state):
        """Plugs a machine's cable in (`up`), or pulls it (`down`), at the end of the bridge."""
        self.ip("-n", self.name("switch"), "link", "set", "dev", host, state)

    def slow(self, host, rate):
        """How fast a machine sends from now on."""
        subprocess.run([*self.inside(host), "tc", "qdisc", "add", "dev", "eth0", "root", "tbf", "rate", rate,
                        "burst", "4kb", "latency", "5s"], check=True)

    def fast(self, host):
        subprocess.run([*self.inside(host), "tc", "qdisc", "delete", "dev", "eth0", "root"], check=True)

    def enter(self, host):
        """Moves this process there, with all that it starts."""
        with open(f"/run/netns/{self.name(host)}") as there:
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.setns(there.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns")

    def make(self, host):
        self.ip("netns", "add", self.name(host))
        self.made.append(host)
        self.ip("-n", self.name(host), "link", "set", "lo", "up")

    def __enter__(self):
        if missing := [program for program in NEEDED if not shutil.which(program)]:
            packages = "iproute2 util-linux"
            sys.exit(f"no {' and no '.join(missing)}; try: apt-get install -y --no-install-recommends {packages}")
        if os.geteuid():
            sys.exit("network namespaces need root; try: sudo")
        self.sweep()
        try:
            self.make("switch")
            self.ip("-n", self.name("switch"), "link", "add", "bridge", "type", "bridge")
            self.ip("-n", self.name("switch"), "link", "set", "bridge", "up")
            for host, address in self.addresses.items():
                self.make(host)
                there = ["-n", self.name(host)]
                self.ip("-n", self.name("switch"), "link", "add", "name", host, "type", "veth",
                        "peer", "name", "eth0", "netns", self.name(host))
                self.ip("-n", self.name("switch"), "link", "set", "dev", host, "master", "bridge", "up")
                self.ip(*there, "address", "add", f"{address}/24", "dev", "eth0")
                self.ip(*there, "link", "set", "eth0", "up")
        except subprocess.CalledProcessError as error:
            self.__exit__()
            sys.exit(f"network namespaces are not allowed here: {' '.join(error.cmd)}: {error.stderr.strip()}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def sweep(self):
        """Takes away what one that was killed could not."""
        for file in pathlib.Path("/run/netns").glob("sigcal-*-*"):
            if not pathlib.Path("/proc", file.name.split("-")[1]).exists():
                self.ip("netns", "delete", file.name)

    def __exit__(self, *_):
        while self.made:
            subprocess.run(["ip", "netns", "delete", self.name(self.made.pop())], check=False)
