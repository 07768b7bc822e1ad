# PgBouncer for the test of many machines. Sourced. Its package is unpacked in the project and not installed: installed,
# it would start a pooler of its own on port 6432.
# shellcheck shell=bash

PGBOUNCER=$ROOT/var/pgbouncer

find_pgbouncer() {
    local program
    for program in "$(command -v pgbouncer || true)" /usr/sbin/pgbouncer "$PGBOUNCER/usr/sbin/pgbouncer"; do
        if [ -x "$program" ] && "$program" --version >/dev/null 2>&1; then
            printf '%s\n' "$program"
            return
        fi
    done
    return 1
}

# Only with apt; elsewhere the test says that it is missing.
ensure_pgbouncer() {
    if find_pgbouncer >/dev/null || ! have apt-get; then return 0; fi
    local making
    making=$(mktemp -d)
    (cd "$making" && { apt-get -q download pgbouncer || { apt_get update && apt-get -q download pgbouncer; }; }) >/dev/null 2>&1 ||
        { rm -rf "$making"; return 0; }
    # Its libraries start nothing.
    dpkg-deb -f "$making"/pgbouncer_*.deb Depends | tr ',' '\n' | sed -n 's/^ *\(lib[^ ]*\).*/\1/p' | {
        mapfile -t libraries
        apt_install "${libraries[@]}"
    }
    mkdir -p "$PGBOUNCER"
    dpkg-deb -x "$making"/pgbouncer_*.deb "$PGBOUNCER"
    rm -rf "$making"
}
