#!/usr/bin/env python3
"""What is claimed of an exported site: hosts serve it as the live server would. On nginx and on
Caddy, with the configurations of deploy/static/, and on hosts that read `_headers` and `_redirects`, by the rules of
Netlify and Cloudflare. Every file is compared.

  tests/deploy/static.py target/debug/sigcal
"""
import html.parser
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "load"))
import rig
from configured import configured
from hosts import Cloudflare, Netlify

BASE = "https://calendars.example.org"
COMPARED = ["Content-Type", "Cache-Control", "Access-Control-Allow-Origin", "X-Content-Type-Options",
            "Content-Security-Policy", "Referrer-Policy"]
# What the live server has and files cannot be: it depends on the moment, on what is asked, or on there being a server.
OF_THE_MOMENT = ["/", "/week", "/embed/week", "/community", "/{calendar}", "/category/{category}", "/week.json"]
OF_A_SERVER = ["/custom.ics", "/custom.jcal.json", "/custom.jscal.json", "/openapi.json", "/healthz", "/readyz",
               "/metrics"]
FOR_HOSTS = ["_headers", "_redirects", ".nojekyll", "404.html"]
PAGES = {"index.html": "/groups", "groups.html": "/groups", "index.zh.html": "/groups?lang=zh"}


def export(binary, folder, base=BASE):
    command = [binary, "export", str(folder), "--base-url", base]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def asked_of_live(name):
    if name in PAGES:
        return PAGES[name]
    return f"/{name[3:]}?lang=zh" if name.startswith("zh/") else f"/{name}"


def without_source(name, body):
    """A feed without the address that it says it is at: in Chinese, a file has another than the server."""
    if name.endswith(".ics"):
        return re.sub(rb"\r\nSOURCE[^\r]*(\r\n [^\r]*)*", b"", body)
    feed = json.loads(body)
    if isinstance(feed, dict):
        feed.pop("source")
    else:
        feed[1] = [prop for prop in feed[1] if prop[0] != "source"]
    return feed


def compare(host, get, files, live):
    """Every file, at its own address: status, headers and octets, as the live server has them."""
    wrong, compared = [], 0
    for name, octets in files.items():
        if name in FOR_HOSTS:
            continue
        status, fields, body = get("/" + urllib.parse.quote(name))
        live_status, live_fields, live_body = live[name]
        compared += 1
        if (status, live_status) != (200, 200):
            wrong.append(f"{name}: {status}, live {live_status}")
        for field in COMPARED:
            # Where the server says nothing of it, Cloudflare has one of its own.
            if field == "Referrer-Policy" and field not in live_fields:
                continue
            if fields.get_all(field) != live_fields.get_all(field):
                wrong.append(f"{name}: {field}: {fields.get_all(field)}, live {live_fields.get_all(field)}")
        if body != octets:
            wrong.append(f"{name}: sent otherwise than it was written")
        if name.startswith("zh/") and not name.endswith(".atom"):
            body, live_body = without_source(name, body), without_source(name, live_body)
        # A page of the server has links to what only a server has.
        if name not in PAGES and body != live_body:
            wrong.append(f"{name}: other octets than live")
    said = f"{len(wrong)} differences, as {wrong[:3]}" if wrong else f"{compared} files"
    rig.claim(f"{host} sends every file as the live server", said, not wrong and compared > 300)


def pages_by_address(host, get, addresses, files, live):
    """Pages where visitors ask for them, with the headers that the live server gives its own."""
    wrong = []
    for address, name in addresses.items():
        status, fields, body = get(address)
        told = [status, *(fields[field] for field in COMPARED)], body == files[name]
        if told != ([200, *(live[name][1][field] for field in COMPARED)], True):
            wrong.append(f"{address}: {told}")
    rig.claim(f"{host} has the pages by their addresses", wrong[:2] or ", ".join(addresses), not wrong)


class Links(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found, self.ids = [], set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids.add(attributes.get("id"))
        self.found += [attributes[key] for key in ("href", "src") if attributes.get(key)]


def links_lead_somewhere(files, base):
    """Every link of every page to this site, by path, with webcal or handed to Google and Outlook, is a file."""
    host, wrong, followed = urllib.parse.urlsplit(base), [], 0
    for page in [name for name in files if name.endswith(".html")]:
        read = Links(files[page].decode())
        for link in read.found:
            at = urllib.parse.urlsplit(urllib.parse.urljoin(f"{base}/{page}", link))
            if at.path in ("/calendar/r", "/calendar/0/addfromweb"):
                query = urllib.parse.parse_qs(at.query)
                at = urllib.parse.urlsplit((query.get("cid") or query["url"])[0])
            if at.scheme not in ("https", "webcal") or at.netloc != host.netloc:
                continue
            followed += 1
            path = urllib.parse.unquote(at.path).removeprefix(host.path).removeprefix("/") or "index.html"
            if path not in files or not at.path.startswith(host.path + "/"):
                wrong.append(f"{page}: {link}")
            if link.startswith("#") and link[1:] not in read.ids:
                wrong.append(f"{page}: {link}")
    rig.claim(f"every link of the pages at {base} is a file", wrong[:3] or f"{followed} links",
              not wrong and followed > 500)


def redirects_lead_somewhere(files, host):
    ids, wrong = Links(files["index.html"].decode()).ids, []
    for source, (target, status) in host.redirects.items():
        path, _, place = target.partition("#")
        if path != "/" or status != 302 or (place and place not in ids) or host.file(source):
            wrong.append(f"{source} to {target}")
    groups = [group["slug"] for group in json.loads(files["groups.json"])["groups"]]
    wrong += [f"no {slug}" for slug in groups if f"/{slug}" not in host.redirects]
    rig.claim(f"{host.name}: the page of a group leads to its place in the list", wrong[:3] or f"{len(groups)} groups",
              not wrong and len(groups) > 30)


def nothing_of_the_server_is_missing(files, port):
    """What the server says of itself, path by path."""
    paths = json.loads(rig.get(port, "/openapi.json")[2])["paths"]
    listed = json.loads(rig.get(port, "/groups.json")[2])
    known = {"calendar": [group["slug"] for group in listed["groups"]] + ["all", "sigs", "wgs", "committees", "events"],
             "category": [category["key"] for category in listed["categories"]]}
    missing, wanted = [], 0
    for path in paths.keys() - set(OF_THE_MOMENT) - set(OF_A_SERVER):
        word = re.search(r"\{(\w+)\}", path)
        for value in known[word[1]] if word else [""]:
            name = re.sub(r"\{\w+\}", value, path).removeprefix("/")
            wanted += 1
            if name not in files and f"{name}.html" not in files:
                missing.append(name)
    gone = [path for path in OF_THE_MOMENT + OF_A_SERVER if path not in paths]
    rig.claim("what the server has and is not of the moment is a file", missing[:3] or gone or f"{wanted} paths",
              not missing and not gone and wanted > 100)


def on_nginx(site, work, path):
    listen = {"listen 80;": f"listen unix:{path};", "    listen [::]:80;\n": ""}
    included = configured("static/nginx.conf", work, listen | {"/srv/calendars": str(site)})
    kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    paths = "".join(f"{kind}_temp_path {work}/{kind};\n" for kind in kinds)
    (work / "main.conf").write_text(
        f"daemon off; pid {work}/pid; error_log stderr notice; worker_processes 1;\nevents {{}}\n"
        f"http {{ access_log off;\n{paths}include {included}; }}\n")
    nginx = rig.Watched("nginx", "-e", "stderr", "-c", str(work / "main.conf"), "-p", str(work))
    nginx.says("start worker process ")
    return nginx


def on_caddy(site, work, path):
    listen = {"calendars.example.org {": f"{{\n\tadmin off\n}}\nhttp://calendars.example.org {{\n\tbind unix/{path}"}
    config = configured("static/Caddyfile", work, listen | {"/srv/calendars": str(site)})
    env = os.environ | {"XDG_DATA_HOME": str(work), "XDG_CONFIG_HOME": str(work), "HOME": str(work)}
    caddy = rig.Watched("caddy", "run", "--config", str(config), "--adapter", "caddyfile", env=env)
    caddy.says("serving initial configuration")
    return caddy


def asks(path, headers={}):
    """Asks on one connection to a socket."""
    connection = http.client.HTTPConnection("calendars.example.org", timeout=10)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(path))
    connection.auto_open = False

    def get(asked):
        connection.request("GET", asked, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    return get


def beyond_files(host, path, files, live):
    """What a server does beside sending files: pages by their addresses, languages, what is missing, codings."""
    get = asks(path)
    pages = {"/": "index.html", "/groups": "groups.html", "/?lang=zh": "index.zh.html",
             "/groups?lang=zh": "index.zh.html", "/groups?lang=en": "groups.html"}
    pages_by_address(host, get, pages, files, live)
    feeds = {"/all.ics?lang=zh": "zh/all.ics", "/all.ics?lang=zh-CN": "zh/all.ics", "/all.ics?lang=en": "all.ics",
             "/groups.json?lang=zh": "groups.json",
             "/sigs.jcal.json?lang=zh": "zh/sigs.jcal.json", "/sigs.jscal.json?lang=zh": "zh/sigs.jscal.json",
             "/changes.atom?lang=zh": "zh/changes.atom"}
    wrong = [address for address, name in feeds.items() if get(address)[2] != files[name]]
    rig.claim(f"{host} has languages where the server has them", wrong or f"{len(feeds)} addresses", not wrong)
    wrong = []
    for missing in ["/nothing", "/nothing.ics", "/nothing.jcal.json", "/_headers", "/_redirects", "/.nojekyll", "/zh/"]:
        status, fields, body = get(missing)
        told = (status, fields["Cache-Control"], fields["Access-Control-Allow-Origin"], body == files["404.html"])
        if told != (404, "no-cache", "*", True):
            wrong.append(f"{missing}: {told}")
    rig.claim(f"{host} says of what is not there that it is not", wrong or "404, not to be kept", not wrong)
    status, fields, body = asks(path, {"Accept-Encoding": "gzip"})("/all.ics")
    rig.claim(f"{host} compresses feeds", f"{len(body)} of {len(files['all.ics'])} octets",
              fields["Content-Encoding"] == "gzip" and fields["Vary"] == "Accept-Encoding"
              and fields["Content-Type"] == "text/calendar; charset=utf-8" and len(body) < len(files["all.ics"]) / 2)
    tag = get("/all.ics")[1]["ETag"]
    rig.claim(f"{host} answers who has it already", tag, asks(path, {"If-None-Match": tag})("/all.ics")[0] == 304)


def main():
    binary = os.path.abspath(rig.arguments(__doc__, "nginx", "caddy").binary)
    with tempfile.TemporaryDirectory(prefix="sigcal-static-") as work:
        work = pathlib.Path(work)
        # nginx gives up root, and reads.
        work.chmod(0o755)
        files = export(binary, work / "site")
        rig.claim("the same data is the same files", f"{len(files)} files", files == export(binary, work / "again"))
        links_lead_somewhere(files, BASE)
        links_lead_somewhere(export(binary, work / "below", "https://example.org/cal"), "https://example.org/cal")
        with rig.Server(binary, "--base-url", BASE) as server:
            live = {name: rig.get(server.port, asked_of_live(name)) for name in files if name not in FOR_HOSTS}
            nothing_of_the_server_is_missing(files, server.port)
        for host in [Netlify(files), Cloudflare(files)]:
            compare(host.name, host.get, files, live)
            addresses = {"/": "index.html", "/groups": "groups.html", "/index.zh": "index.zh.html"}
            pages_by_address(host.name, host.get, addresses, files, live)
            redirects_lead_somewhere(files, host)
            missing = [host.get(path)[0::2] == (404, files["404.html"]) for path in ["/nothing", "/nothing/at/all"]]
            rig.claim(f"{host.name}: what is not there is 404.html", "404", all(missing))
        for host, start in [("nginx", on_nginx), ("Caddy", on_caddy)]:
            path = work / f"{host}.sock"
            with start(work / "site", work, path):
                compare(host, asks(path), files, live)
                beyond_files(host, path, files, live)
    rig.end()


main()
