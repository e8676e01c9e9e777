"""What agree.py and subscriber.py share: a server that is awaited and stopped, and a line for each check."""
import os
import re
import signal
import subprocess
import sys
import urllib.request

failures = 0
# Who is told to stop stops its servers, too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def report(name, complaint):
    global failures
    failures += complaint is not None
    print(f"  {'ok  ' if complaint is None else 'FAIL'}  {name}" + (f"\n{complaint}" if complaint else ""), flush=True)


class Server:
    def __init__(self, binary, *data, listen="127.0.0.1:0", faketime=None, **environment):
        before = ["faketime", faketime] if faketime else []
        command = [*before, binary, "serve", *data, "--listen", listen]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | environment,
                                        start_new_session=True)
        said = []
        for line in self.process.stderr:
            if found := re.search(r"(http://\S+)/$", line.strip()):
                self.url = found.group(1)
                return
            said.append(line)
        sys.exit(f"{' '.join(command)} did not start\n{''.join(said)}")

    def get(self, path):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.url + path) as answer:
            return answer.read(), answer.headers

    def stop(self):
        # faketime is a parent of the program, and ends without it.
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.communicate(timeout=60)
