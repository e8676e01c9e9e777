#!/usr/bin/env python3
"""The container: one static file in an image that has nothing else, run as the image says.

    tests/deploy/container.py target/static/sigcal-small

The program is what `deploy/build target/static/sigcal-small small` makes. No base image is fetched: the last stage of
the Dockerfile is built from it with buildah, twice, and both have the same digest. The image's own command is then started
as its own user, without privileges, on a root that cannot be written, in a network of its own, and asked; so is the image's
own health check.
The first stage is read by hadolint, and what reaches it by .dockerignore is type-checked. Needs root.
"""
import json
import os
import pathlib
import re
import shutil
import stat
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/load"))
from contained import HOST, Contained, contained  # noqa: E402
from network import Network  # noqa: E402
from rig import PACKAGES, arguments, claim, end, must, owner, run, tell  # noqa: E402

DOCKERFILE = ROOT / "deploy/container/Dockerfile"
MOST = 10_000_000
PACKAGES |= {"readelf": "binutils", "ip": "iproute2", "unshare": "util-linux", "setpriv": "util-linux"}


def is_static(binary):
    """It needs no loader and no library, and tells nothing of where it was built."""
    headers = must("readelf", "-lW", binary)
    needed = must("readelf", "-dW", binary).count("(NEEDED)")
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
        return must(*self.buildah, *command)

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
    claim("unpacked", f"{size / 1e6:.2f} MB of at most 10", size < MOST)
    same = (root / "sigcal").read_bytes() == pathlib.Path(binary).read_bytes()
    claim("it is the program that was given", same, same)


def serves(network, root, config, binary, folder):
    """The image's own command: what it serves is what the program exports, and its health is what it says."""
    health = contained(network, root, config["User"], *config["Healthcheck"]["Test"][1:])
    asked = run(*health)
    claim("health before it is there", asked.stderr.strip(),
          asked.returncode == 1 and "cannot be reached" in asked.stderr)
    must(binary, "export", folder / "export", env={})
    with Contained(network, root, config["User"], *config["Entrypoint"], *config["Cmd"]) as server:
        inner = server.inner
        status = dict(re.findall(r"(\w+):\s+(\S+)", pathlib.Path(f"/proc/{inner}/status").read_text()))
        seen = {name: status[name] for name in ("Uid", "CapEff", "CapBnd", "NoNewPrivs", "NSpid")}
        claim("it runs without privileges", seen, seen["Uid"] == config["User"].split(":")[0] == "65532"
              and int(seen["CapEff"], 16) == 0 and seen["NoNewPrivs"] == "1")
        mounted = pathlib.Path(f"/proc/{inner}/mountinfo").read_text().splitlines()
        options = [line.split()[5] for line in mounted if line.split()[4] == "/"][-1]
        claim("its root cannot be written", options, "ro" in options.split(","))
        for path in ("/all.ics", "/sig-node.ics", "/category/operations.jcal.json"):
            feed, wanted = server.get(path), (folder / "export" / path[1:]).read_bytes()
            claim(f"{path} is what the program exports", f"{len(feed)} octets", feed == wanted)
        asked = run(*health)
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
    with Contained(network, root, config["User"], *command, data=str(data)) as server:
        feed = server.get("/sig-zones.ics")
        claim("a community of one's own", f"{len(feed)} octets",
              b"SOURCE;VALUE=URI:https://calendars.example.org/" in feed)
        text = (data / "community.yaml").read_text()
        (data / "new").write_text(re.sub(r"(?m)^  name: .*", "  name: Another name", text, count=1))
        (data / "new").rename(data / "community.yaml")
        server.says("anew")
        claim("an edit of it, while it runs", "served", b"Another name" in server.get("/all.ics"))


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
    linted = run("hadolint", DOCKERFILE)
    claim("hadolint", linted.stdout.strip() or "nothing to say", linted.returncode == 0)
    stage = DOCKERFILE.read_text().split("FROM scratch")[0]
    pinned = re.search(r"^FROM docker\.io/library/rust:(\d+)\.(\d+)\.\d+-slim-\w+ AS build$", stage, re.M)
    least = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["rust-version"]
    claim(f"its toolchain is named by version, {least} or later", pinned and pinned[0],
          pinned and tuple(map(int, pinned.groups())) >= tuple(map(int, least.split("."))))
    claim("it runs the script that made the program", "deploy/build", "\nRUN deploy/build /out/sigcal small\n" in stage)
    (folder / "Context").write_text("FROM scratch\nCOPY . /\n")
    image = images("build", "--quiet", "--isolation", "chroot", "--file", folder / "Context", ROOT)
    context = images.root(image)
    files = {str(path.relative_to(context)) for path in context.rglob("*") if path.is_file()}
    tracked = must("git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard", **owner())
    others = sorted(files - set(tracked.splitlines()))[:5]
    claim("files that reach it and are not the repository's", others, not others and files)
    check = ["cargo", "check", "--locked", "--quiet", "--bin", "sigcal", "--target-dir", ROOT / "target"]
    own = shutil.copytree(context, folder / "context")
    must("chown", "--recursive", f"--reference={ROOT}", own)
    checked = run(*check, cwd=own, **owner())
    claim("they are all that it needs", f"{len(files)} files", checked.returncode == 0)
    print(checked.stderr[-2000:], end="")


def main():
    asked = arguments(__doc__, "buildah", "git", "readelf", "ip", "unshare", "setpriv", "hadolint")
    with tempfile.TemporaryDirectory() as folder, Network({HOST: "10.77.0.31"}) as network:
        folder = pathlib.Path(folder)
        folder.chmod(0o755)
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
    end()


if __name__ == "__main__":
    main()
