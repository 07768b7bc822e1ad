#!/usr/bin/env bash
# Installs what is missing, and only that. Safe to run again: on a complete machine it takes a second.
#   tools/setup.sh            what the product needs
#   tools/setup.sh --check    and what the checks need
#   tools/setup.sh --test     and what tests and pictures need: our own PostGIS, PgBouncer, Chromium, nginx
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/tools/python.sh"
. "$ROOT/tools/postgis.sh"
. "$ROOT/tools/front_end.sh"
. "$ROOT/tools/chromium.sh"
. "$ROOT/tools/nginx.sh"
. "$ROOT/tools/pgbouncer.sh"

# This file is what is locked: it is always there and everybody may read it.
one_at_a_time() {
    have flock || return 0
    exec 8<"$ROOT/tools/setup.sh"
    if ! flock -n 8; then
        say "Another set-up of this folder is busy; waiting for it."
        flock 8
    fi
}

ensure_test_needs() {
    if [ -z "${TEST_DATABASE_URL:-}" ]; then require_postgis; fi
    ensure_pgbouncer
    ensure_chromium
    ensure_nginx
}

main() {
    one_at_a_time
    ensure_venv
    ensure_python_packages
    case ${1:-} in
        '') ensure_postgis ;;
        --check) ensure_dev_packages ;;
        --test)
            ensure_dev_packages
            ensure_test_needs
            ;;
        *) die "use: tools/setup.sh [--check | --test]" ;;
    esac
    compile_translations
    ensure_front_end
}

main "$@"
