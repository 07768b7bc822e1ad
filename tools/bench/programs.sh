#!/usr/bin/env bash
# The programs that the benchmarks measure or compare with; each prints where it is. Installs only what is missing.
#   tools/bench/programs.sh wrk        load generator, with apt
#   tools/bench/programs.sh nginx      unpacked under var/bench: an installed one would start a server on port 80
#   tools/bench/programs.sh pygeoapi   in a virtual environment of its own under var/bench
#   tools/bench/programs.sh lighthouse   as tools/bench/lighthouse/package-lock.json says, under var/bench
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
. "$ROOT/tools/python.sh"
. "$ROOT/tools/front_end.sh"

readonly KEPT=$ROOT/var/bench
readonly PYGEOAPI=(pygeoapi==0.21.0 gunicorn==27.0.1 psycopg2-binary==2.9.13 geoalchemy2==0.20.0 shapely==2.2.0
    'pygeofilter[backend-sqlalchemy]==0.4.0')
export PATH=$PATH:/usr/sbin

# `type -P` finds programs only: to `have` the functions below would be there already.
wrk() {
    type -P wrk >/dev/null || apt_install wrk >&2
    type -P wrk
}

nginx() {
    if type -P nginx; then return; fi
    local found=$KEPT/nginx/usr/sbin/nginx
    if [ ! -x "$found" ]; then unpack_nginx >&2; fi
    printf '%s\n' "$found"
}

unpack_nginx() {
    have apt-get || die "please install nginx"
    mkdir -p "$KEPT/nginx"
    cd "$KEPT/nginx"
    # The program is in the one or the other, by release. The lists of a fresh machine are empty.
    apt-get -q download nginx nginx-light || { apt_get update && apt-get -q download nginx nginx-light; }
    local package
    for package in ./*.deb; do dpkg -x "$package" .; done
    rm -f ./*.deb
    [ -x usr/sbin/nginx ] || die "the packages of nginx hold no nginx"
}

pygeoapi() {
    local venv=$KEPT/venv stamp=$KEPT/venv/.installed
    if [ "$(cat "$stamp" 2>/dev/null || true)" != "${PYGEOAPI[*]}" ]; then
        "$VENV/bin/python" -m venv --clear "$venv" >&2
        say "Installing pygeoapi under var/bench" >&2
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "${PYGEOAPI[@]}" >&2
        printf '%s' "${PYGEOAPI[*]}" >"$stamp"
    fi
    printf '%s\n' "$venv/bin"
}

# What npm ci cannot finish leaves no stamp. Prints Node and the program it has to run.
lighthouse() {
    local folder=$KEPT/lighthouse lock=$ROOT/tools/bench/lighthouse/package-lock.json
    ensure_node >&2
    if ! cmp -s "$lock" "$folder/installed.json"; then
        say "Installing Lighthouse under var/bench" >&2
        mkdir -p "$folder"
        rm -f "$folder/installed.json"
        cp "$lock" "$(dirname "$lock")/package.json" "$folder/"
        (cd "$folder" && npm ci --no-audit --no-fund --no-update-notifier --loglevel=error </dev/null >&2)
        cp "$lock" "$folder/installed.json"
    fi
    printf '%s\n' "$(type -P node)" "$folder/node_modules/lighthouse/cli/index.js"
}

case ${1:-} in
    wrk | nginx | pygeoapi | lighthouse) "$1" ;;
    *) die "use: tools/bench/programs.sh wrk | nginx | pygeoapi | lighthouse" ;;
esac
