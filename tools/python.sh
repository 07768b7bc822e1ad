# Python >= 3.11, the virtual environment and what is installed in it. Sourced.
# shellcheck shell=bash

readonly PIP_VERSION=26.3

is_usable_python() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    local name
    for name in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        if have "$name" && is_usable_python "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

# The second try is for systems whose own python3 is too old but that offer 3.11 beside it.
require_python() {
    find_python >/dev/null && return
    apt_install python3 python3-venv
    find_python >/dev/null && return
    apt_install python3.11 python3.11-venv
    find_python >/dev/null || die "Python 3.11 or newer is needed."
}

# A virtual environment does not survive a move: its programs name the place where it was made.
is_usable_venv() {
    "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 &&
        [ "$(cat "$VENV/.place" 2>/dev/null || printf %s "$VENV")" = "$VENV" ]
}

ensure_venv() {
    is_usable_venv && return
    require_python
    say "Making the virtual environment .venv"
    "$(find_python)" -m venv --clear "$VENV"
    printf '%s' "$VENV" >"$VENV/.place"
}

pip_install() { "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@"; }

# install_once NAME FILE PIP-ARGUMENTS...: again only when FILE is another one than last time.
install_once() {
    local stamp=$VENV/.installed-$1 current
    current=$(checksum <"$2")
    if [ "$(cat "$stamp" 2>/dev/null || true)" = "$current" ]; then return; fi
    say "Installing Python packages ($1)"
    # Debian's pip builds packages without a wheel in a way that is going away and knows no dependency groups.
    pip_install "pip==$PIP_VERSION"
    pip_install "${@:3}"
    printf '%s' "$current" >"$stamp"
}

ensure_python_packages() { install_once requirements "$ROOT/requirements.txt" -r "$ROOT/requirements.txt"; }

ensure_dev_packages() { install_once dev "$ROOT/pyproject.toml" --group "$ROOT/pyproject.toml:dev"; }

compile_translations() {
    local catalogue
    for catalogue in "$ROOT"/webapp/translations/*/LC_MESSAGES/*.po; do
        if [ -e "$catalogue" ] && [ ! "${catalogue%.po}.mo" -nt "$catalogue" ]; then
            say "Compiling ${catalogue#"$ROOT"/}"
            "$VENV/bin/python" -m babel.messages.frontend compile --input-file "$catalogue" --output-file "${catalogue%.po}.mo" 2>/dev/null
        fi
    done
}
