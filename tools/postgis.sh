# PostgreSQL programs that have PostGIS beside them: find them, or install them. Sourced.
# shellcheck shell=bash

postgres_bin_directories() {
    {
        if have pg_config; then pg_config --bindir; fi
        ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
            /Applications/Postgres.app/Contents/Versions/*/bin 2>/dev/null || true
    } | sort -u -V -r
}

bin_major() { "$1/postgres" --version 2>/dev/null | sed 's/^[^0-9]*\([0-9]*\).*/\1/'; }

has_postgis() {
    local share
    for share in "$("$1/pg_config" --sharedir 2>/dev/null || true)" "/usr/share/postgresql/$(bin_major "$1")"; do
        [ -f "$share/extension/postgis.control" ] && return
    done
    return 1
}

# find_postgis_bin [MAJOR]: the newest usable bin directory; with MAJOR only of that version.
find_postgis_bin() {
    local bin
    while IFS= read -r bin; do
        [ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ] || continue
        [ -z "${1:-}" ] || [ "$(bin_major "$bin")" = "$1" ] || continue
        if has_postgis "$bin"; then
            printf '%s\n' "$bin"
            return
        fi
    done < <(postgres_bin_directories)
    return 1
}

postgis_majors_in_apt() {
    apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' | sed 's/^postgresql-\([0-9]*\)-.*/\1/' | sort -n -r
}

# A server that is already installed keeps its version; else the newest that apt offers.
postgis_major_to_install() {
    local major newest=
    for major in $(postgis_majors_in_apt); do
        newest=${newest:-$major}
        if [ -x "/usr/lib/postgresql/$major/bin/initdb" ]; then
            printf '%s\n' "$major"
            return
        fi
    done
    printf '%s\n' "$newest"
}

# Debian starts a server of its own on port 5432 for every version it installs; we bring our own and want no second.
install_without_second_server() {
    local switch=/etc/postgresql-common/createcluster.d/dichtbij.conf
    apt_install postgresql-common
    as_root mkdir -p "$(dirname "$switch")"
    printf 'create_main_cluster = false\n' | as_root tee "$switch" >/dev/null
    local result=0
    apt_install "$@" || result=$?
    as_root rm -f "$switch"
    return "$result"
}

install_postgis() {
    have apt-get || die "PostgreSQL with PostGIS is missing. Install both, or set DATABASE_URL to a database that has PostGIS."
    local major
    major=$(postgis_major_to_install)
    if [ -z "$major" ]; then
        apt_get update
        major=$(postgis_major_to_install)
    fi
    [ -n "$major" ] || die "apt offers no PostGIS here. Set DATABASE_URL to a database that has PostGIS."
    install_without_second_server "postgresql-$major-postgis-3"
}

# With DATABASE_URL somebody else looks after the database.
ensure_postgis() {
    [ -z "$(setting DATABASE_URL)" ] || return 0
    require_postgis
}

require_postgis() {
    find_postgis_bin >/dev/null && return
    install_postgis
    find_postgis_bin >/dev/null || die "PostGIS was installed, but its programs are not where they were expected."
}
