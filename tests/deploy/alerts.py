#!/usr/bin/env python3
"""The alerts are of metrics that are there, and say what they should.

    tests/.tools/venv/bin/python tests/deploy/alerts.py target/debug/sigcal

The rules are those of the manifests. `promtool` checks them, and plays alerts.yaml: for each alert, a story in which it
fires, and one in which none of them does at any minute. Then a Prometheus with these rules scrapes a server: each metric
that a rule is of is there, other data is no alert, the data breaks, the server goes away, and the alerts know.
"""
import json
import pathlib
import re
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "load"))
import rig
import yaml
from manifests import only, with_component
from rig import Server, Watched, arguments, claim, end, get, run, until

rig.PACKAGES |= {"promtool": "prometheus"}
HERE = pathlib.Path(__file__).resolve().parent
EXAMPLE = HERE.parent.parent / "deploy" / "kubernetes" / "overlays" / "config-map" / "community.yaml"
NAMES = re.compile(r"\b(up|sigcal_\w+)\b")


def promtool(name, *command):
    done = run("promtool", *command)
    said = (done.stdout + done.stderr).strip()
    claim(name, said if done.returncode else said.splitlines()[-1].strip(), done.returncode == 0)


class Prometheus(Watched):
    """One that scrapes a port each second, and asks its rules as often."""

    def __init__(self, folder, rules, port):
        configuration = {
            "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
            "rule_files": [str(rules)],
            "scrape_configs": [{"job_name": "sigcal", "static_configs": [
                {"targets": [f"127.0.0.1:{port}"], "labels": {"namespace": "calendars"}}]}]}
        (folder / "prometheus.yaml").write_text(json.dumps(configuration))
        super().__init__("prometheus", f"--config.file={folder}/prometheus.yaml", f"--storage.tsdb.path={folder}/data",
                         "--web.listen-address=127.0.0.1:0", "--log.format=logfmt")
        try:
            self.port = int(re.search(r"address=127\.0\.0\.1:(\d+)", self.says('msg="Listening on"'))[1])
            self.says("Server is ready to receive web requests")
        except BaseException:
            self.__exit__()
            raise

    def ask(self, path, **query):
        status, _, body = get(self.port, f"/api/v1/{path}?{urllib.parse.urlencode(query)}")
        assert status == 200, body
        return json.loads(body)["data"]

    def has(self, expression):
        return self.ask("query", query=expression)["result"]

    def rules(self):
        return {rule["name"]: rule for rule in self.ask("rules")["groups"][0]["rules"]}


def metrics(rules):
    return sorted({name for rule in rules for name in NAMES.findall(re.sub(r'"[^"]*"', "", rule["expr"]))})


def live(binary, folder, rules):
    data = folder / "community.yaml"
    data.write_text(EXAMPLE.read_text())
    wanted = metrics(rules)
    with Server(binary, data) as server:
        for path in ("/all.ics", "/custom.ics?only=sig-docs", "/week", "/readyz", "/nothing"):
            get(server.port, path)
        text = get(server.port, "/metrics")[2].decode()
        there = set(re.findall(r"^(\w+)[ {]", text, re.M)) | {"up"}
        missing = [name for name in wanted if name not in there]
        claim("each metric of a rule is in /metrics", f"not {missing}" if missing else ", ".join(wanted), not missing)
        routes = set(re.findall(r'route="(\w+)"', text))
        named = {word for rule in rules for words in re.findall(r'route!?=~?"([^"]*)"', rule["expr"])
                 for word in words.split("|")}
        claim("each route of a rule is counted", ", ".join(sorted(named)), named and named <= routes)
        with Prometheus(folder, folder / "rules.yaml", server.port) as prometheus:
            came = until(lambda: all(prometheus.has(name) for name in wanted))
            claim("Prometheus scrapes them", f"{[n for n in wanted if not prometheus.has(n)] or 'all'}", came)
            settled = until(lambda: {r["state"] for r in prometheus.rules().values()} == {"inactive"})
            known = prometheus.rules()
            loud = {name: rule["state"] for name, rule in known.items() if rule["state"] != "inactive"}
            well = {rule["health"] for rule in known.values()} == {"ok"} and len(known) == len(rules)
            claim("rules that are well, and none fires", loud or f"{len(known)} rules", settled and well)
            loud, before = {}, prometheus.has("sigcal_publication_info")[0]["metric"]["version"]

            def other_data():
                loud.update({name: rule["state"] for name, rule in prometheus.rules().items() if rule["state"] != "inactive"})
                return prometheus.has(f'count_over_time(sigcal_publication_info{{version!="{before}"}}[1m]) > 2')
            data.write_text(EXAMPLE.read_text().replace("10:00", "11:00"))
            came = until(other_data)
            claim("other data comes, and none fires", loud or "none", came and not loud)
            data.write_text("sigs: ]")
            fires = lambda name: lambda: prometheus.rules()[name]["state"] != "inactive"
            claim("the data breaks", "SigcalDataNotFresh", until(fires("SigcalDataNotFresh")))
            server.stop()
            claim("the server goes away", "SigcalDown, SigcalGone",
                  until(fires("SigcalDown")) and until(fires("SigcalGone")))


def main():
    asked = arguments(__doc__, "kubectl", "promtool", "prometheus")
    groups = only(with_component("monitoring"), "PrometheusRule")["spec"]
    rules = groups["groups"][0]["rules"]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "rules.yaml").write_text(json.dumps(groups))
        stories = yaml.safe_load((HERE / "alerts.yaml").read_text())
        quiet, *loud = stories["tests"]
        quiet["alert_rule_test"] = [{"eval_time": f"{minute}m", "alertname": rule["alert"]}
                                    for minute in range(120) for rule in rules]
        (folder / "alerts.yaml").write_text(json.dumps(stories))
        promtool("promtool check rules", "check", "rules", "--lint=all", "--lint-fatal", folder / "rules.yaml")
        promtool("promtool test rules", "test", "rules", folder / "alerts.yaml")
        told = {asked["alertname"] for story in loud for asked in story["alert_rule_test"] if asked.get("exp_alerts")}
        untold = [rule["alert"] for rule in rules if rule["alert"] not in told]
        claim("each alert has a story in which it fires", untold or f"{len(rules)} alerts", not untold)
        there = {name for series in quiet["input_series"] for name in NAMES.findall(series["series"])}
        lacks = sorted(set(metrics(rules)) - there)
        claim(f"`{quiet['name']}` has every metric of a rule", lacks or f"{len(there)} metrics", not lacks)
        live(asked.binary, folder, rules)
    end()


if __name__ == "__main__":
    main()
