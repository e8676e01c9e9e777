"""How Netlify and Cloudflare Pages read `_headers` and `_redirects`, strictly: what either would warn of or pass over
is an error here. Neither knows a type by itself, so that all of them have to come from the file. For an exported
site, both say what @netlify/headers-parser 10.1.1 and @cloudflare/pages-shared 0.13.189 say."""
import http.client
import re
import urllib.parse


class Host:
    # The limits of Cloudflare, which are the tighter ones.
    rules, characters, moves = 100, 2000, 2000

    def __init__(self, files):
        self.files = files
        self.headers = self.read_headers(files["_headers"].decode())
        self.redirects = self.read_redirects(files["_redirects"].decode())

    def read_headers(self, text):
        """A path at the beginning of a line, and below it, indented, names and values."""
        rules = []
        for number, line in enumerate(text.splitlines(), 1):
            where = f"_headers:{number}: {line}"
            assert len(line) <= self.characters and line == line.rstrip(), where
            if not line or line.startswith("#"):
                continue
            if line.startswith("/"):
                assert line.count("*") <= 1 and ":" not in line and " " not in line, where
                rules.append((line, {}))
                continue
            field = re.fullmatch(r"  ([A-Za-z-]+): (\S.*)", line)
            assert field and rules and field[1].lower() not in rules[-1][1], where
            rules[-1][1][field[1].lower()] = field[2]
        assert len(rules) <= self.rules and all(fields for _, fields in rules), f"{len(rules)} rules"
        assert len({path for path, _ in rules}) == len(rules), "a path has two rules"
        return rules

    def read_redirects(self, text):
        moves = {}
        for number, line in enumerate(text.splitlines(), 1):
            source, target, status = line.split(" ")
            assert source.startswith("/") and target.startswith("/") and len(line) <= 1000, f"_redirects:{number}"
            assert source not in moves and "*" not in source and ":" not in source, f"_redirects:{number}"
            moves[source] = (target, int(status))
        assert len(moves) <= self.moves, f"{len(moves)} redirects"
        return moves

    def file(self, path):
        """The file at a path. Pages are found without their ending, too."""
        name = urllib.parse.unquote(path).removeprefix("/")
        if name in ("_headers", "_redirects"):
            return None
        if not name or name.endswith("/"):
            names = [f"{name}index.html"]
        else:
            names = [name, f"{name}.html", f"{name}/index.html"]
        return next((name for name in names if name in self.files), None)

    def get(self, path):
        path = path.partition("?")[0]
        fields = http.client.HTTPMessage()
        for name, value in self.set_by_rules(path).items():
            fields[name] = value
        name = self.file(path)
        if name is None:
            return 404, fields, self.files["404.html"]
        return 200, fields, self.files[name]


class Netlify(Host):
    """`*` at any place is anything, slashes too; letters are the same large and small; the last rule wins."""
    name = "Netlify"

    def set_by_rules(self, path):
        fields = {}
        for rule, values in self.headers:
            parts = [part for part in rule.split("/") if part]
            pattern = "/".join("?(.*)" if part == "*" else part.replace("*", "(.*)") for part in parts)
            if re.fullmatch(f"/{pattern}/?", path, re.I):
                fields |= values
        return fields


class Cloudflare(Host):
    """`*` is anything, slashes too; where several rules set a header, the values are joined."""
    name = "Cloudflare"

    def set_by_rules(self, path):
        fields = {"access-control-allow-origin": "*", "referrer-policy": "strict-origin-when-cross-origin",
                  "x-content-type-options": "nosniff"}
        set_before = set()
        for rule, values in self.headers:
            if not re.fullmatch(".*".join(map(re.escape, rule.split("*"))), path):
                continue
            for name, value in values.items():
                fields[name] = f"{fields[name]}, {value}" if name in set_before else value
                set_before.add(name)
        return fields
