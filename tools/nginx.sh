# nginx for the tests of tools/deploy/nginx.conf. Sourced.
# shellcheck shell=bash

readonly NGINX_HERE=$ROOT/var/nginx

has_nginx() { PATH="$PATH:/usr/sbin:/usr/local/sbin:$NGINX_HERE/usr/sbin" have nginx; }

# Taken out of Debian's package and not installed: that would start a web server on this machine. Without it those tests
# are passed by, and pytest says so.
ensure_nginx() {
    local making
    if has_nginx || ! have apt-get || ! have dpkg-deb; then return; fi
    say "Taking nginx out of its package, for the tests"
    making=$(mktemp -d)
    mkdir -p "$ROOT/var"
    if (cd "$making" && { apt-get -q download nginx || { apt_get update && apt-get -q download nginx; }; }) >/dev/null 2>&1 &&
        dpkg-deb --extract "$making"/nginx_*.deb "$making/nginx"; then
        rm -rf "$NGINX_HERE" && mv "$making/nginx" "$NGINX_HERE"
    else
        say "There is no nginx here, and apt could not fetch it; its tests are passed by."
    fi
    rm -rf "$making"
}
