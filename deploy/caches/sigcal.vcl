# Varnish 7 in front of sigcal, for /etc/varnish/sigcal.vcl, with the package varnish-modules beside it:
#
#   varnishd -a :80 -a purge=/run/sigcal-purge.sock,mode=600 -f /etc/varnish/sigcal.vcl -s malloc,256m \
#       -p http_gzip_support=off
#   sigcal serve … --base-url https://calendars.example.org --trusted-proxy 127.0.0.1 --surrogate-key
#
# Without `http_gzip_support=off`, Varnish asks for gzip alone and unpacks it for whoever does not take it: nobody gets
# brotli or zstd, and tags get weak.
vcl 4.1;

import directors;
import std;
import xkey;

probe ready {
    .url = "/readyz";
    .interval = 1s;
    .timeout = 1s;
    .window = 3;
    .threshold = 2;
    .initial = 2;
}
backend one { .host = "127.0.0.1"; .port = "8081"; .probe = ready; }
backend two { .host = "127.0.0.1"; .port = "8082"; .probe = ready; }

sub vcl_init {
    # The same address is the same server's, as long as it is there: while servers have different data, an address does
    # not go to and fro between them.
    new origins = directors.shard();
    origins.add_backend(one);
    origins.add_backend(two);
    origins.reconfigure();
}

sub vcl_recv {
    set req.backend_hint = origins.backend(by=URL);
    # Who may open this socket may purge, and nobody else. An address says nothing: where TLS is ended on this machine,
    # every request is from it.
    if (req.method == "PURGE" || local.socket == "purge") {
        if (req.method != "PURGE" || local.socket != "purge") {
            return (synth(405));
        }
        # Soft: the next one gets what there is and has it fetched anew, so that a feed is there even if no server is.
        return (synth(200, "purged " + xkey.softpurge(req.http.Surrogate-Key)));
    }
    if (req.url ~ "^/metrics(\?|$)") {
        return (synth(404));
    }
    # Nobody's answer depends on these.
    unset req.http.Cookie;
    unset req.http.Authorization;
    # Varnish writes X-Forwarded-For, and the server believes one kind of header.
    unset req.http.Forwarded;
    unset req.http.X-Forwarded-Proto;
    unset req.http.X-Forwarded-Host;
    # Clients write the same in many ways, each of which would be kept for itself.
    set req.http.X-Codings = "";
    if (req.http.Accept-Encoding ~ "(?i)(^|[, ])br *(,|;q=(1|0\.\d*[1-9])|$)") {
        set req.http.X-Codings = req.http.X-Codings + "br, ";
    }
    if (req.http.Accept-Encoding ~ "(?i)(^|[, ])zstd *(,|;q=(1|0\.\d*[1-9])|$)") {
        set req.http.X-Codings = req.http.X-Codings + "zstd, ";
    }
    if (req.http.Accept-Encoding ~ "(?i)(^|[, ])gzip *(,|;q=(1|0\.\d*[1-9])|$)") {
        set req.http.X-Codings = req.http.X-Codings + "gzip, ";
    }
    set req.http.Accept-Encoding = req.http.X-Codings + "identity";
    unset req.http.X-Codings;
    # Of Accept, JSON counts, and whether an error is to be a page; of languages, Chinese: all else is English.
    if (req.http.Accept-Language !~ "(?i)zh") {
        unset req.http.Accept-Language;
    }
    if (req.http.Accept !~ "(?i)json") {
        if (req.http.Accept ~ "(?i)text/html") {
            set req.http.Accept = "text/html";
        } else {
            unset req.http.Accept;
        }
    }
}

sub vcl_hit {
    # Older than it may be while it is fetched anew, and a server is there: this one waits for it.
    if (obj.ttl + std.duration(obj.http.X-While-Revalidate, 0s) < 0s && std.healthy(req.backend_hint)
        && req.restarts == 0) {
        set req.grace = 0s;
        return (restart);
    }
}

sub vcl_backend_fetch {
    # A second try goes to another server.
    set bereq.backend = origins.backend(by=URL, alt=bereq.retries, healthy=ALL);
}

sub vcl_backend_response {
    if (beresp.status >= 500) {
        if (bereq.retries == 0) {
            return (retry);
        }
        # To take an error in would be to throw out what is kept.
        return (abandon);
    }
    set beresp.http.xkey = beresp.http.Surrogate-Key;
    # Varnish has read s-maxage and stale-while-revalidate, and knows nothing of stale-if-error: it is kept for that
    # long, and vcl_hit sees to the other.
    set beresp.http.X-While-Revalidate = beresp.grace + "s";
    if (beresp.http.Cache-Control ~ "stale-if-error=\d+") {
        set beresp.grace = std.duration(
            regsub(beresp.http.Cache-Control, ".*stale-if-error=(\d+).*", "\1s"), beresp.grace);
    }
}

sub vcl_backend_error {
    if (bereq.retries == 0) {
        return (retry);
    }
    return (abandon);
}

sub vcl_synth {
    # It waited for a server which then had nothing: better old than nothing.
    if (resp.status == 503 && req.restarts == 1) {
        set req.grace = 7d;
        return (restart);
    }
}

sub vcl_deliver {
    if (obj.hits == 0) {
        set resp.http.X-Cache = "MISS";
    } elseif (obj.ttl < 0s) {
        set resp.http.X-Cache = "STALE";
    } else {
        set resp.http.X-Cache = "HIT";
    }
    unset resp.http.Surrogate-Key;
    unset resp.http.xkey;
    unset resp.http.X-While-Revalidate;
}
