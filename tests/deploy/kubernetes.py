#!/usr/bin/env python3
"""The manifests are valid, fit together, and fit the program.

    tests/.tools/venv/bin/python tests/deploy/kubernetes.py target/debug/sigcal

Each overlay, and the base with each component, is rendered with `kubectl kustomize` and held against strict
schemas: those of Kubernetes in each version that is known, and those of the custom resources. Then the program is
started with the arguments and the settings of each overlay, asked what the probes ask, and given other data as the
kubelet and git-sync give it: by a symbolic link that is swapped. What is not here is a cluster.
"""
import copy
import http.client
import itertools
import pathlib
import re
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "load"))
import rig
from manifests import KUBERNETES, OVERLAYS, VERSIONS, faults, only, render, serving, unfit, unrestricted
from manifests import with_component
from rig import Server, arguments, claim, end, get, must, run, until

rig.PACKAGES |= {"node": "nodejs"}


def schemas(name, resources):
    found = faults(resources)
    claim(f"{name}: schemas, strictly", "; ".join(found) or f"{len(resources)} resources", not found)


def strict(resources):
    """That the schemas are strict is itself looked at: a field that nobody knows, and a kind that nobody has."""
    quiet = []
    for n, resource in enumerate(resources):
        broken = copy.deepcopy(resource)
        broken["metadata"]["lables"] = {"a": "b"}
        if "spec" in broken:
            broken["spec"]["nobodyKnows"] = 1
        other = resource | {"kind": "Nothing"}
        quiet += [resource["kind"] for wrong in (broken, other) if not faults([wrong])]
    deep = copy.deepcopy(only(resources, "PrometheusRule"))
    deep["spec"]["groups"][0]["rules"][0]["exrp"] = "up"
    route = copy.deepcopy(only(resources, "HTTPRoute"))
    route["spec"]["rules"][0]["backendRefs"][0]["prot"] = 80
    quiet += [wrong["kind"] for wrong in (deep, route) if not faults([wrong])]
    claim("a wrong field or kind is found in each resource", f"not in {quiet}" if quiet else "yes", not quiet)


def sound(name, resources):
    found = unfit(resources)
    claim(f"{name}: what is referred to is there", "; ".join(found) or "yes", not found)
    pod = only(resources, "Deployment")["spec"]["template"]["spec"]
    found = unrestricted(pod)
    claim(f"{name}: the restricted profile", "; ".join(found) or "kept", not found)
    network = only(resources, "NetworkPolicy")["spec"]
    out = sorted((port["protocol"], port["port"]) for rule in network["egress"] for port in rule["ports"])
    allowed = [("TCP", 53), ("TCP", 443), ("UDP", 53)] if name == "git-sync" else []
    claim(f"{name}: what may go out", out or "nothing", out == allowed and "Egress" in network["policyTypes"])
    least = only(resources, "HorizontalPodAutoscaler")["spec"]["minReplicas"]
    away = only(resources, "PodDisruptionBudget")["spec"]["maxUnavailable"]
    rollout = only(resources, "Deployment")["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"]
    claim(f"{name}: always there", f"of {least} replicas at least {least - away - rollout}",
          away >= 1 and least - away - rollout >= 2 and "replicas" not in only(resources, "Deployment")["spec"])


class Pod:
    """What a pod has: the server's container as it is started, with folders of this machine where it mounts volumes."""

    def __init__(self, resources, folder):
        self.spec = only(resources, "Deployment")["spec"]["template"]["spec"]
        (self.container,) = self.spec["containers"]
        maps = {each["metadata"]["name"]: each["data"] for each in resources if each["kind"] == "ConfigMap"}
        volumes = {volume["name"]: volume for volume in self.spec["volumes"]}
        self.folders, self.files = {}, {}
        for mount in self.container["volumeMounts"]:
            assert "subPath" not in mount, "what is mounted by subPath never changes"
            here = folder / mount["name"]
            here.mkdir()
            self.folders[mount["mountPath"]] = here
            if "configMap" in volumes[mount["name"]]:
                self.files[mount["mountPath"]] = maps[volumes[mount["name"]]["configMap"]["name"]]
                project(here, self.files[mount["mountPath"]])

    def arguments(self):
        """`serve` is said by who starts it here."""
        given = []
        for argument in self.container["args"][1:]:
            for mounted, here in self.folders.items():
                argument = re.sub(rf"(^|=){re.escape(mounted)}/", rf"\g<1>{here}/", argument)
            given.append(argument)
        return given


NUMBERS = itertools.count()


def link(link, target):
    """A link is swapped: another one is put in its place."""
    new = link.with_name(f"{link.name}_tmp")
    new.symlink_to(target)
    new.replace(link)


def project(folder, files):
    """As the kubelet does it: a folder for each version, a link to it, and links through that for the files."""
    version = folder / f"..{next(NUMBERS)}"
    version.mkdir()
    for name, text in files.items():
        (version / name).write_text(text)
    before = (folder / "..data").resolve() if (folder / "..data").exists() else None
    link(folder / "..data", version.name)
    for name in files.keys() - {path.name for path in folder.iterdir()}:
        (folder / name).symlink_to(f"..data/{name}")
    if before:
        for path in before.iterdir():
            path.unlink()
        before.rmdir()


class Repository:
    """A community's repository, and a checkout of it as git-sync keeps one: a worktree for each commit, and a link."""

    def __init__(self, folder, root, name):
        self.origin, self.root, self.name, self.link = folder / "origin", root, *name
        self.git(folder, "init", "-q", "-b", "main", self.origin)
        self.git(folder, "init", "-q", root)

    @staticmethod
    def git(where, *command):
        who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        return must("git", *who, *command, cwd=where)

    def publish(self, text):
        (self.origin / self.name).write_text(text)
        self.git(self.origin, "add", "-A")
        self.git(self.origin, "commit", "-q", "-m", "Other data")
        self.git(self.root, "fetch", "-q", "--depth=1", self.origin, "main")
        commit = self.git(self.root, "rev-parse", "FETCH_HEAD")
        before = (self.root / self.link).resolve() if (self.root / self.link).exists() else None
        self.git(self.root, "worktree", "add", "-q", "--detach", f".worktrees/{commit}", commit)
        link(self.root / self.link, f".worktrees/{commit}")
        if before:
            self.git(self.root, "worktree", "remove", "--force", before)


def probes(name, pod, server):
    seen = {probe: get(server.port, pod.container[probe]["httpGet"]["path"])[0]
            for probe in ("startupProbe", "readinessProbe", "livenessProbe")}
    claim(f"{name}: probes", seen, set(seen.values()) == {200})
    paths = [pod.container[probe]["httpGet"]["path"] for probe in ("readinessProbe", "livenessProbe")]
    claim(f"{name}: readiness asks whether to send traffic, liveness whether it is there", paths,
          paths == ["/readyz", "/healthz"])


def followed(name, server, community, publish):
    """Other data is served, broken data is not, and the pod stays ready meanwhile."""
    feed = lambda: get(server.port, "/sig-docs.ics")[2]
    ready = lambda: get(server.port, "/readyz")[::2]
    first = feed()
    publish(community.replace("10:00", "11:00"))
    came, second = until(lambda: feed() != first), feed()
    claim(f"{name}: other data is served", "T110000" if b"T110000" in second else "no", came and b"T110000" in second)
    publish(community.replace("sigs:", "sigs: ]"))
    came, said = until(lambda: b"not served" in ready()[1]), ready()
    claim(f"{name}: broken data is not served, and the pod is ready", said,
          came and said[0] == 200 and feed() == second)
    publish(community)
    came = until(lambda: feed() == first)
    claim(f"{name}: what is mended is", "served" if came else "not served", came)


def stops(name, pod, server, drain):
    """After SIGTERM it is not ready, answers all the same while the drain delay lasts, on a connection from before as on
    new ones, and ends in the grace period."""
    kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    kept.request("GET", "/all.ics")
    kept.getresponse().read()
    connection = kept.sock
    grace, began = pod.spec["terminationGracePeriodSeconds"], time.monotonic()
    server.signal("TERM")
    came = until(lambda: get(server.port, "/readyz")[0] == 503, 2)
    kept.request("GET", "/all.ics")
    same = kept.sock is connection
    on_kept = kept.getresponse().status
    claim(f"{name}: a connection from before the stop is answered", on_kept, on_kept == 200 and same and connection)
    answered = 0.0
    try:
        while get(server.port, "/all.ics")[0] == 200:
            answered = time.monotonic() - began
            time.sleep(0.05)
    except OSError:
        pass
    kept.close()
    status = server.process.wait(grace)
    took = time.monotonic() - began
    readiness = pod.container["readinessProbe"]
    noticed = readiness["periodSeconds"] * readiness["failureThreshold"] + readiness["timeoutSeconds"]
    claim(f"{name}: it stops", f"not ready at once, answers {answered:.1f} s, ends with {status} after {took:.1f} s",
          came and status == 0 and drain - 0.5 < answered < took < grace)
    claim(f"{name}: times fit", f"a probe notices in {noticed} s, drain {drain} s, grace {grace} s",
          noticed < drain and drain + 10 < grace)


def use(binary, name, resources):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        pod, community = Pod(resources, folder), None
        if name == "config-map":
            community = pod.files["/data"]["community.yaml"]
            publish = lambda text: project(pod.folders["/data"], {"community.yaml": text})
            names = {volume["configMap"]["name"] for volume in pod.spec["volumes"]}
            claim(f"{name}: other data is no rollout, other settings are", ", ".join(sorted(names)),
                  "sigcal-community" in names and "sigcal-serving" not in names)
        elif name == "git-sync":
            community = (KUBERNETES / "overlays/config-map/community.yaml").read_text()
            given = dict(each[2:].split("=", 1) for each in pod.spec["initContainers"][0]["args"])
            path = pathlib.PurePath(pod.container["args"][1]).relative_to(given["root"])
            repository = Repository(folder, pod.folders[given["root"]], (path.name, given["link"]))
            assert path.parts[0] == given["link"], "the server reads what the link leads to"
            publish = repository.publish
            publish(community)
        settings = serving(resources)
        with Server(binary, *pod.arguments(), "--log-format", "text") as server:
            probes(name, pod, server)
            shows = f"SOURCE;VALUE=URI:{settings['base_url']}/all.ics".encode()
            body = get(server.port, "/all.ics")[2]
            claim(f"{name}: links lead to the base URL", settings["base_url"], shows in body.replace(b"\r\n ", b""))
            if community:
                check = run(binary, "check", pod.arguments()[0])
                found = check.stdout.strip()
                claim(f"{name}: the example passes `sigcal check`", found or "yes", not found and not check.returncode)
                followed(name, server, community, publish)
            else:
                stops(name, pod, server, int(settings["drain_delay"].removesuffix("s")))


def main():
    asked = arguments(__doc__, "kubectl", "git", "node")
    rendered = {name: render(KUBERNETES / "overlays" / name) for name in OVERLAYS}
    rendered |= {component: with_component(component) for component in ("ingress", "gateway", "monitoring")}
    print(f"  --    Kubernetes {VERSIONS[0]} to {VERSIONS[-1]}")
    for name, resources in rendered.items():
        schemas(name, resources)
        sound(name, resources)
    strict(rendered["plain"] + [only(rendered["ingress"], "Ingress")])
    for name in OVERLAYS:
        use(asked.binary, name, rendered[name])
    end()


if __name__ == "__main__":
    main()
