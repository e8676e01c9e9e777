"""A system that systemd starts, of this machine's own files, to try units and packages in: whatever happens there, the
machine stays as it was. It has processes, users, mounts and a network of its own."""
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
INSIDE = "SIGCAL_TEST_INSIDE"
PACKAGES = {"systemd-nspawn": "systemd-container", "unshare": "util-linux", "systemd-analyze": "systemd",
            "systemd-socket-activate": "systemd"}
TRIAL = """[Unit]
SuccessAction=exit-force
FailureAction=exit-force
[Service]
Type=oneshot
Environment={inside}=1
ExecStart=/usr/bin/python3 {script} {arguments}
StandardOutput=file:/trial/out
StandardError=inherit
TimeoutStartSec={seconds}
"""


def is_inside():
    return INSIDE in os.environ


def again(script, binary, *arguments, seconds=120, binds=()):
    """Runs a script once more, within: there `is_inside()`. What it prints is printed; how many claims fail."""
    if os.geteuid():
        sys.exit(f"it needs root; try: sudo {' '.join(sys.argv)}")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "root").mkdir()
        words = " ".join(map(str, arguments))
        unit = TRIAL.format(inside=INSIDE, script=pathlib.Path(script).resolve(), arguments=words, seconds=seconds)
        (folder / "trial.service").write_text(unit)
        bound = {ROOT: ROOT, folder / "trial.service": "/etc/systemd/system/trial.service", **dict(binds)}
        if binary:
            bound[pathlib.Path(binary).resolve()] = "/usr/bin/sigcal"
        nspawn = ["systemd-nspawn", "--quiet", f"--directory={folder}/root", "--volatile=overlay", "--private-network",
                  "--register=no", "--keep-unit", "--link-journal=no", f"--bind={folder}:/trial",
                  *(f"--bind-ro={here}:{there}" for here, there in bound.items()),
                  "--boot", "--", "systemd.unit=trial.service"]
        command = ["unshare", "--mount", "sh", "-c", 'mount --bind / "$0" && exec "$@"', folder / "root", *nspawn]
        said = _on_terminal(command, seconds + 60)
        out = folder / "out"
        text = out.read_text() if out.exists() else ""
        print(text, end="", flush=True)
        # Its last line says how many claims do not hold: how the system ended says nothing of the script.
        last = re.search(r"ended: (\d+)\n$", text)
        if not last:
            sys.exit(f"the system that was started ended early, and said:\n{said[-3000:]}")
        return int(last[1])


def ended(failures):
    """The last thing that is said within."""
    print(f"  --    the system that was started ended: {failures}", flush=True)


def _on_terminal(command, seconds):
    """What a command says where it has a terminal, without which a system that starts has nowhere to say anything."""
    # By the whole hierarchy of control groups, as systems have it that are started today.
    environment = os.environ | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"}
    ours, its = pty.openpty()
    process = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=environment, start_new_session=True)
    os.close(its)
    said = []

    def hear():
        try:
            while octets := os.read(ours, 4096):
                said.append(octets)
        except OSError:
            pass

    heard = threading.Thread(target=hear, daemon=True)
    heard.start()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        said.append(f"nothing within {seconds} s".encode())
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(ours)
    return b"".join(said).decode(errors="replace")
