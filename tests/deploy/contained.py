"""A container, as far as it matters to a test: its own processes, mounts and network, a root that is read-only, a user, and
no privileges."""
import os
import subprocess

from rig import Watched

# Its name in the network of the test.
HOST = "container"
CONTAINED = """
mount --bind "$1" "$1" && mount -o remount,bind,ro,nosuid,nodev "$1" || exit 99
if [ -n "$3" ]; then mount --bind "$3" "$1/data" && mount -o remount,bind,ro "$1/data" || exit 99; fi
root=$1 user=$2; shift 3
exec setpriv --no-new-privs --bounding-set=-all,+setuid,+setgid,+sys_chroot chroot --userspec="$user" "$root" "$@"
"""


def contained(network, root, user, *command, data=""):
    """What starts a command so. A folder of data is mounted, too."""
    unshared = ["unshare", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
    return [*network.inside(HOST), *unshared, "sh", "-c", CONTAINED, "sh", str(root), user, data, *command]


class Contained(Watched):
    """A process in a container, as its first."""

    def __init__(self, network, root, user, *command, data=""):
        super().__init__(*contained(network, root, user, *command, data=data))
        self.network = network
        self.says(" at http://")
        self.inner = int(self.proc(f"task/{self.process.pid}/children").split()[0])

    def __exit__(self, *_):
        # It left the user that would have had it end with its parent.
        if self.alive():
            os.kill(self.inner, 9)
        self.process.wait()

    def get(self, path):
        """The body of an answer to somebody in the same network."""
        program = "import sys, urllib.request as r; sys.stdout.buffer.write(r.urlopen(sys.argv[1], timeout=10).read())"
        ask = [*self.network.inside(HOST), "/usr/bin/python3", "-c", program, f"http://127.0.0.1:8080{path}"]
        return subprocess.run(ask, capture_output=True).stdout
