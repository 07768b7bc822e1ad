#!/usr/bin/env bash
# Our own PostgreSQL: a data directory in the project, a Unix socket that nobody else can reach, no TCP.
#   tools/cluster.sh start     prints "started" or "already running"
#   tools/cluster.sh stop      prints "stopped" or "not running"
#   tools/cluster.sh url       the address for SQLAlchemy
#   tools/cluster.sh status    exit code 0 when it runs
#   tools/cluster.sh bin       the directory with psql, pg_dump and the other programs
#   tools/cluster.sh crash     ends it without a good-bye, as a power cut would, and prints "stopped"
#   tools/cluster.sh destroy   stops a throw-away cluster and removes it
# CLUSTER_DIR chooses another data directory. CLUSTER_THROW_AWAY=yes makes one for tests: fast, and gone after a crash.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/tools/postgis.sh"

readonly ROLE=dichtbij
readonly DATABASE=dichtbij
readonly SYSTEM_USER=dichtbij
readonly EXTENSIONS='postgis pg_trgm unaccent btree_gin'

owner_of() { stat -c %U "$1" 2>/dev/null || stat -f %Su "$1"; }
mode_of() { stat -c %a "$1" 2>/dev/null || stat -f %Lp "$1"; }

# PostgreSQL refuses to run as root. Then an existing cluster tells whose it is; a new one gets a user of its own.
choose_server_user() {
    SERVER_USER=$(id -un)
    if [ "$(id -u)" -eq 0 ]; then
        SERVER_USER=$SYSTEM_USER
        if [ -e "$CLUSTER" ] && [ "$(owner_of "$CLUSTER")" != root ]; then SERVER_USER=$(owner_of "$CLUSTER"); fi
    fi
}

ensure_server_user() {
    id -u "$SERVER_USER" >/dev/null 2>&1 ||
        useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$SERVER_USER"
}

# A clean environment: PGDATA, PGHOST, locale and the like of the caller must not reach the server.
as_server() {
    local clean=(env -i "PATH=$BIN:/usr/bin:/bin" LC_ALL=C.UTF-8 TZ=UTC)
    if [ "$(id -un)" = "$SERVER_USER" ]; then
        "${clean[@]}" "$@"
    else
        setpriv --reuid "$SERVER_USER" --regid "$(id -g "$SERVER_USER")" --clear-groups --inh-caps=-all -- "${clean[@]}" "$@"
    fi
}

choose_directories() {
    CLUSTER=${CLUSTER_DIR:-$ROOT/var/postgres}
    case $CLUSTER in /*) ;; *) CLUSTER=$ROOT/$CLUSTER ;; esac
    make_open_path "$(dirname "$CLUSTER")" || die "cannot make $(dirname "$CLUSTER")."
    CLUSTER=$(cd "$(dirname "$CLUSTER")" && pwd -P)/$(basename "$CLUSTER")
    # Short, because a socket's path may have no more than 107 bytes. The same for root and for the server's user.
    SOCKETS=/tmp/dichtbij-$(printf %s "$CLUSTER" | checksum)
    OUTSIDE=/var/lib/dichtbij/${SOCKETS##*-}
    if [ "$(id -u)" -eq 0 ] && [ -d "$OUTSIDE" ]; then CLUSTER=$OUTSIDE; fi
    DATA=$CLUSTER/data
    choose_server_user
}

server_can_use() { (cd / && as_server test -r "$1" -a -w "$1" -a -x "$1") 2>/dev/null; }

# The server's user has to get through what lies above, whatever the caller's umask.
make_open_path() { (umask 022 && mkdir -p "$1"); }

make_cluster_directory() {
    make_open_path "$CLUSTER" || die "cannot make $CLUSTER."
    if [ "$(id -u)" -eq 0 ]; then
        chown "$SERVER_USER:" "$CLUSTER"
        # A project under /root, say, is out of the server's reach.
        if ! server_can_use "$CLUSTER"; then
            rmdir "$CLUSTER" || die "$SERVER_USER cannot get into $CLUSTER, where its data are."
            CLUSTER=$OUTSIDE
            DATA=$CLUSTER/data
            make_open_path "$CLUSTER"
            chown "$SERVER_USER:" "$CLUSTER"
        fi
    fi
    server_can_use "$CLUSTER" || die "$CLUSTER belongs to $(owner_of "$CLUSTER"). Run this as that user, or remove the directory."
    chmod 700 "$CLUSTER"
}

# Everybody may write in /tmp: take the directory only when it is really ours and closed.
make_socket_directory() {
    mkdir -m 700 "$SOCKETS" 2>/dev/null && [ "$(id -u)" -eq 0 ] && chown "$SERVER_USER:" "$SOCKETS"
    [ -d "$SOCKETS" ] && [ ! -L "$SOCKETS" ] && [ "$(owner_of "$SOCKETS")" = "$SERVER_USER" ] && [ "$(mode_of "$SOCKETS")" = 700 ] ||
        die "$SOCKETS should be a directory of $SERVER_USER that nobody else may enter; please remove it."
}

# A quarter of the memory that we may have, from 128 MB to 1 GB: as PostgreSQL advises. It is taken as it fills: a town
# needs some 20 MB, a country without it reads most pages through the system and pays for that on the processor.
shared_buffers_mb() {
    local kilobytes=0 limit quarter
    if [ -r /proc/meminfo ]; then kilobytes=$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo); fi
    limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || true)
    case $limit in
        '' | *[!0-9]*) ;;
        *) if [ $((limit / 1024)) -lt "$kilobytes" ]; then kilobytes=$((limit / 1024)); fi ;;
    esac
    quarter=$((kilobytes / 4096))
    if [ $quarter -lt 128 ]; then quarter=128; elif [ $quarter -gt 1024 ]; then quarter=1024; fi
    echo $quarter
}

# The whole configuration, written at every start: what stands here is what runs.
write_settings() {
    {
        cat <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$SOCKETS'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = $(shared_buffers_mb)MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
random_page_cost = 1.1
max_parallel_workers_per_gather = 1
# Compiling a plan costs more than our short queries take; PostGIS's cost estimates would trigger it.
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_filename = 'postgres-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_min_duration_statement = 500ms
# What a visitor typed reaches the database as a parameter: a log holds statements only.
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
SETTINGS
        if [ -e "$CLUSTER/throw-away" ]; then
            cat <<SETTINGS
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
log_min_duration_statement = -1
SETTINGS
        fi
    } | as_server tee "$DATA/postgresql.conf" >/dev/null
}

# Made beside its place and then moved: what has the right name is complete, also after a crash half-way.
create_cluster() {
    local making=$CLUSTER/making
    say "Making a database cluster in $CLUSTER" >&2
    as_server rm -rf "$making"
    if [ "${CLUSTER_THROW_AWAY:-}" = yes ]; then as_server touch "$CLUSTER/throw-away"; fi
    # "trust" is safe here: the socket's directory is closed to everybody but its owner and root.
    as_server "$BIN/initdb" --pgdata="$making" --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
        --data-checksums ${CLUSTER_THROW_AWAY:+--no-sync} >/dev/null
    as_server mv "$making" "$DATA"
}

# The process that the data directory names, if it is alive and really serves this directory. After a crash, or in a
# copied project, the number may belong to something else.
server_pid() {
    local pid
    [ -r "$DATA/postmaster.pid" ] || return 1
    pid=$(head -n 1 "$DATA/postmaster.pid" 2>/dev/null) || return 1
    kill -0 "$pid" 2>/dev/null || return 1
    if [ -e "/proc/$pid" ]; then
        [ "$(readlink "/proc/$pid/cwd")" = "$DATA" ] || return 1
    fi
    printf '%s\n' "$pid"
}

# directories_of_servers: "PID DIRECTORY" of every PostgreSQL process, where the system tells.
directories_of_servers() {
    local process name
    for process in /proc/[0-9]*; do
        { read -r name <"$process/comm"; } 2>/dev/null || continue
        [ "$name" = postgres ] || continue
        printf '%s %s\n' "${process#/proc/}" "$(readlink "$process/cwd" 2>/dev/null || true)"
    done
}

# A server whose directory was removed under it holds the socket for up to a minute more: end it.
# The children of a server that was killed hold its memory for a moment: wait for them.
clear_remains() {
    local pid directory left
    for _ in $(seq 1 100); do
        left=
        while read -r pid directory; do
            case $directory in
                "$DATA (deleted)") left=$pid; kill -QUIT "$pid" 2>/dev/null || true ;;
                "$DATA") left=$pid ;;
            esac
        done < <(directories_of_servers)
        [ -n "$left" ] || return 0
        sleep 0.1
    done
    die "process $left still uses $DATA although its server is gone; please end it."
}

launch() {
    local log=$CLUSTER/start.log
    clear_remains
    # PostgreSQL takes these for signs of life as long as any process has that number.
    as_server rm -f "$DATA/postmaster.pid" "$SOCKETS/.s.PGSQL.5432" "$SOCKETS/.s.PGSQL.5432.lock"
    # 9 is our lock: the server must not keep it.
    if ! as_server "$BIN/pg_ctl" start --pgdata="$DATA" --wait --timeout=120 --silent --log="$log" 9>&-; then
        as_server tail -n 20 "$log" >&2 || true
        die "PostgreSQL did not start; more in $DATA/log."
    fi
}

sql() { as_server "$BIN/psql" -X -q -A -t -v ON_ERROR_STOP=1 --host="$SOCKETS" --username=postgres "$@"; }

# In template1 as well, so that every database made later (for the tests) has the extensions without a superuser.
fill_cluster() {
    local database extension commands="SET client_min_messages = warning;"
    for extension in $EXTENSIONS; do commands="$commands CREATE EXTENSION IF NOT EXISTS $extension;"; done
    [ -n "$(sql -d postgres -c "SELECT 1 FROM pg_roles WHERE rolname = '$ROLE'")" ] ||
        sql -d postgres -c "CREATE ROLE $ROLE LOGIN CREATEDB"
    sql -d template1 -c "$commands"
    [ -n "$(sql -d postgres -c "SELECT 1 FROM pg_database WHERE datname = '$DATABASE'")" ] ||
        sql -d postgres -c "CREATE DATABASE $DATABASE OWNER $ROLE"
    sql -d "$DATABASE" -c "$commands"
}

choose_programs() {
    local major=
    if [ -r "$DATA/PG_VERSION" ]; then major=$(cat "$DATA/PG_VERSION"); fi
    BIN=$(find_postgis_bin "$major") ||
        die "found no PostgreSQL ${major:+$major }with PostGIS. Run tools/setup.sh first."
}

# One start or stop at a time. This file is what is locked: it is always there and everybody may read it.
lock() {
    have flock || return 0
    exec 9<"$ROOT/tools/cluster.sh"
    flock -w 180 9 || die "another start or stop takes too long."
}

start() {
    if server_pid >/dev/null; then
        say "already running"
        return
    fi
    ensure_server_user
    make_cluster_directory
    make_socket_directory
    if [ ! -e "$DATA/PG_VERSION" ]; then create_cluster; fi
    write_settings
    launch
    fill_cluster
    say "started"
}

stop() {
    if ! server_pid >/dev/null; then
        say "not running"
        return
    fi
    as_server "$BIN/pg_ctl" stop --pgdata="$DATA" --mode="${1:-fast}" --wait --timeout=60 --silent
    rmdir "$SOCKETS" 2>/dev/null || true
    say "stopped"
}

# What was committed is there again after the next start.
crash() { stop immediate; }

destroy() {
    if [ -e "$CLUSTER" ] && ! rmdir "$CLUSTER" 2>/dev/null; then
        [ -e "$CLUSTER/throw-away" ] || die "$CLUSTER is not a throw-away cluster; it stays."
        stop immediate
        rm -rf -- "$CLUSTER"
    fi
    rm -rf -- "$SOCKETS"
}

main() {
    choose_directories
    case ${1:-} in
        url)
            say "postgresql+psycopg://$ROLE@/$DATABASE?host=$SOCKETS"
            return ;;
        status)
            if server_pid >/dev/null; then say "running"; else say "not running"; return 3; fi
            return ;;
        start | stop | crash | destroy | bin) choose_programs ;;
        *)
            sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
            return 2 ;;
    esac
    if [ "$1" = bin ]; then
        say "$BIN"
        return
    fi
    cd /
    lock
    "$1"
}

main "$@"
