# A Chromium for the browser tests and the pictures. Sourced; needs the development packages.
# shellcheck shell=bash

has_chromium() { (cd "$ROOT" && "$VENV/bin/python" -m tools.chromium >/dev/null 2>&1); }

apt_offers() { have apt-get && apt-cache show "$1" 2>/dev/null | grep -q '^Filename:'; }

ensure_chromium() {
    ensure_browser
    ensure_shell
}

# Debian has a package; elsewhere Playwright brings its own (needs the internet).
ensure_browser() {
    if has_chromium; then return; fi
    if apt_offers chromium; then
        apt_install chromium
    elif grep -q '^ID=debian' /etc/os-release 2>/dev/null; then
        apt_get update && apt_install chromium
    else
        as_root "$VENV/bin/python" -m playwright install-deps chromium
        "$VENV/bin/python" -m playwright install chromium
    fi
    has_chromium || die "Chromium is needed for the browser tests and could not be installed."
}

# Debian's shell of the same engine, with which the tests need less of the processor. Whoever has Chromium and cannot
# get this one tests with Chromium; it is asked for once.
ensure_shell() {
    local asked=$VENV/asked-for-headless-shell
    if have chromium-headless-shell || [ -e "$asked" ]; then return; fi
    if [ -n "${CHROMIUM:-}" ] || ! apt_offers chromium-headless-shell; then return; fi
    (apt_install chromium-headless-shell) || say "The tests go on with the whole browser."
    touch "$asked"
}
