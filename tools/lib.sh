# Shared by the set-up scripts: where the project is, how to speak, how to ask the system for packages.
# Sourced, never run. Bash 3.2 is enough.
# shellcheck shell=bash

# Physical path, so that a symbolic link to the project leads to the same cluster.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
VENV=$ROOT/.venv

say() { printf '%s\n' "$*"; }

die() {
    printf 'Dichtbij: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND...: directly when we are root, else through sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "this step needs root and there is no sudo. As root, please run: $*"
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null
}

# The lists of a fresh machine are empty and those of an old one name files that are gone: one update cures both.
apt_install() {
    have apt-get || die "please install by hand (there is no apt here): $*"
    say "Installing with apt: $*"
    # Without --no-upgrade a server that happens to run here would be upgraded and started again.
    apt_get install --no-install-recommends --no-upgrade "$@" && return
    say "apt could not do that with the lists it has; updating them and trying again."
    apt_get update && apt_get install --no-install-recommends --no-upgrade "$@"
}

checksum() { cksum | cut -d ' ' -f 1; }

# setting NAME: its value from the environment, else from .env (the last line that sets it), else nothing.
setting() {
    if [ -n "${!1:-}" ]; then
        printf '%s\n' "${!1}"
    elif [ -f "$ROOT/.env" ]; then
        sed -n "s/^[[:space:]]*\(export[[:space:]]\{1,\}\)\{0,1\}$1=[\"']\{0,1\}\([^\"']*\)[\"']\{0,1\}[[:space:]]*\$/\2/p" "$ROOT/.env" | tail -n 1
    fi
}
