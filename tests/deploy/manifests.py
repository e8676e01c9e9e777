"""Manifests as `kubectl kustomize` renders them, and what they have to say to be sound."""
import functools
import json
import pathlib
import sys
import tempfile

try:
    import kubernetes_validate
    import yaml
except ImportError as missing:
    sys.exit(f"no {missing.name}; try: tests/.tools/venv/bin/pip install -r tests/deploy/requirements.txt")

from rig import OTHERWISE, run

HERE = pathlib.Path(__file__).resolve().parent
KUBERNETES = HERE.parent.parent / "deploy" / "kubernetes"
OVERLAYS = ["plain", "config-map", "git-sync"]
# A file of schemas is read once, not for each resource.
kubernetes_validate.utils.schema_contents = functools.cache(kubernetes_validate.utils.schema_contents)
# From the first that has native sidecars switched on.
VERSIONS = [v for v in kubernetes_validate.utils.all_versions() if tuple(map(int, v.split(".")[:2])) >= (1, 29)]
CUSTOM = {"gateway.networking.k8s.io", "monitoring.coreos.com"}


def render(folder):
    done = run("kubectl", "kustomize", folder)
    if "unknown field" in done.stderr:
        sys.exit(f"this kubectl is too old ({done.stderr.strip()}); try: {OTHERWISE['kubectl']}, and this folder first in PATH")
    if done.returncode or done.stderr:
        sys.exit(f"kubectl kustomize {folder}: {done.stderr}")
    return list(yaml.safe_load_all(done.stdout))


def with_component(component):
    """The base with a component, as somebody's own overlay beside this repository has it."""
    # kustomize takes no absolute paths; from here to the root, and from there on.
    with tempfile.TemporaryDirectory() as own:
        up = "/".join([".."] * (len(pathlib.Path(own).resolve().parts) - 1))
        own_file = {"resources": [f"{up}{KUBERNETES}/base"], "components": [f"{up}{KUBERNETES}/components/{component}"],
                    "images": [{"name": "sigcal", "newName": "registry.example.org/sigcal", "newTag": "0.1.0"}]}
        pathlib.Path(own, "kustomization.yaml").write_text(json.dumps(own_file))
        return render(own)


def faults(resources):
    """What the schemas find, each with the resource it is in. They are strict, and a kind without one is a fault."""
    found = []
    custom = [resource for resource in resources if resource["apiVersion"].split("/")[0] in CUSTOM]
    for resource in resources:
        for version in [] if resource in custom else VERSIONS:
            try:
                kubernetes_validate.validate(resource, version, strict=True)
            except Exception as error:
                found.append(f"{resource['kind']} in {version}: {getattr(error, 'message', error)}")
    done = run("node", HERE / "crds.mjs", input=json.dumps(custom))
    if done.returncode:
        sys.exit(f"node tests/deploy/crds.mjs: {done.stderr}")
    return found + [f"{one['kind']}: {what}" for one in json.loads(done.stdout) for what in one["found"]]


def only(resources, kind):
    (found,) = [resource for resource in resources if resource["kind"] == kind]
    return found


def containers(pod):
    return pod.get("initContainers", []) + pod["containers"]


def unrestricted(pod):
    """What of a pod the restricted profile of Kubernetes' security standards does not let pass, and some more."""
    security, found = pod["securityContext"], []
    found += [f"{field} is set" for field in ("hostNetwork", "hostPID", "hostIPC") if pod.get(field)]
    found += [] if security.get("runAsNonRoot") and security.get("runAsUser", 0) > 0 else ["may run as root"]
    found += [] if security.get("seccompProfile", {}).get("type") == "RuntimeDefault" else ["no seccomp profile"]
    found += [] if pod.get("automountServiceAccountToken") is False else ["has a token"]
    for volume in pod["volumes"]:
        found += [] if volume.keys() & {"configMap", "emptyDir"} else [f"volume {volume['name']}"]
    for container in containers(pod):
        context, name = container["securityContext"], container["name"]
        found += [] if context.get("readOnlyRootFilesystem") else [f"{name} may write"]
        found += [] if context.get("allowPrivilegeEscalation") is False else [f"{name} may gain privileges"]
        found += [] if context.get("capabilities") == {"drop": ["ALL"]} else [f"{name} keeps capabilities"]
        found += [f"{name} overrides {k}" for k in context if k.startswith(("runAs", "seccomp", "privileged"))]
        limits = container["resources"]
        found += [] if "memory" in limits.get("limits", {}) else [f"{name} may take all memory"]
        found += [] if {"cpu", "memory"} <= limits.get("requests", {}).keys() else [f"{name} requests nothing"]
        tag = container["image"].partition(":")[2]
        found += [] if tag and tag != "latest" else [f"{name} is of any version: {container['image']}"]
    return found


def unfit(resources):
    """What in manifests refers to something that is not there."""
    deployment, service = only(resources, "Deployment"), only(resources, "Service")
    template = deployment["spec"]["template"]
    pod, labels = template["spec"], template["metadata"]["labels"]
    ports = {port["name"]: port["containerPort"] for each in containers(pod) for port in each["ports"]}
    names = {(resource["kind"], resource["metadata"]["name"]) for resource in resources}
    found = []

    def selects(what, selector, chosen=labels):
        if not selector or not selector.items() <= chosen.items():
            found.append(f"{what} selects other pods: {selector}")

    def refers(what, *name):
        found.extend([] if tuple(name) in names else [f"{what}: no {name}"])

    selects("Deployment", deployment["spec"]["selector"]["matchLabels"])
    selects("Service", service["spec"]["selector"])
    selects("budget", only(resources, "PodDisruptionBudget")["spec"]["selector"]["matchLabels"])
    policy = only(resources, "NetworkPolicy")["spec"]
    selects("policy", policy["podSelector"]["matchLabels"])
    for constraint in pod["topologySpreadConstraints"]:
        selects(constraint["topologyKey"], constraint["labelSelector"]["matchLabels"])
    target = only(resources, "HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]
    refers("autoscaler", target["kind"], target["name"])
    refers("pod", "ServiceAccount", pod["serviceAccountName"])
    for volume in pod["volumes"]:
        if "configMap" in volume:
            refers("volume", "ConfigMap", volume["configMap"]["name"])
    wanted = [port["targetPort"] for port in service["spec"]["ports"]]
    wanted += [port["port"] for rule in policy["ingress"] for port in rule["ports"]]
    wanted += [each[probe]["httpGet"]["port"] for each in containers(pod) for probe in each if probe.endswith("Probe")]
    found += [f"no port {port}" for port in wanted if port not in ports]
    return found + outside(resources, service)


def outside(resources, service):
    """The same of what lets visitors and Prometheus in."""
    numbers = {port["port"] for port in service["spec"]["ports"]}
    names = {port["name"] for port in service["spec"]["ports"]}
    settings = serving(resources)
    found, hosts = [], set()
    for resource in resources:
        spec = resource.get("spec", {})
        if resource["kind"] == "HTTPRoute":
            hosts |= set(spec["hostnames"])
            backends = [backend for rule in spec["rules"] for backend in rule["backendRefs"]]
            found += [f"no {b}" for b in backends
                      if b["name"] != service["metadata"]["name"] or b["port"] not in numbers]
        elif resource["kind"] == "Ingress":
            hosts |= {rule["host"] for rule in spec["rules"]} | {host for tls in spec["tls"] for host in tls["hosts"]}
            backends = [path["backend"]["service"] for rule in spec["rules"] for path in rule["http"]["paths"]]
            found += [f"no {b}" for b in backends
                      if b["name"] != service["metadata"]["name"] or b["port"]["name"] not in names]
        elif resource["kind"] == "ServiceMonitor":
            labels = service["metadata"]["labels"]
            fits = spec["selector"]["matchLabels"].items() <= labels.items() and spec["jobLabel"] in labels
            found += [] if fits else ["the monitor selects another service"]
            found += [f"no port {each['port']}" for each in spec["endpoints"] if each["port"] not in names]
    base = settings["base_url"].removeprefix("https://")
    return found + [f"visitors come to {host}, links lead to {base}" for host in hosts if host != base]


def serving(resources):
    """The settings that the server is given."""
    maps = {resource["metadata"]["name"]: resource for resource in resources if resource["kind"] == "ConfigMap"}
    (settings,) = [value["data"]["serving.yaml"] for name, value in maps.items() if name.startswith("sigcal-serving-")]
    return yaml.safe_load(settings)
