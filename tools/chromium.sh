# A Chromium for the browser tests and the pictures. Sourced; needs the development packages.
# shellcheck shell=bash

has_chromium() { (cd "$ROOT" && "$VENV/bin/python" -m tools.chromium >/dev/null 2>&1); }

# Debian has a package; elsewhere Playwright brings its own (needs the internet).
ensure_chromium() {
    if has_chromium; then return; fi
    if have apt-get && apt-cache show chromium 2>/dev/null | grep -q '^Filename:'; then
        apt_install chromium
    elif grep -q '^ID=debian' /etc/os-release 2>/dev/null; then
        apt_get update && apt_install chromium
    else
        as_root "$VENV/bin/python" -m playwright install-deps chromium
        "$VENV/bin/python" -m playwright install chromium
    fi
    has_chromium || die "Chromium is needed for the browser tests and could not be installed."
}
