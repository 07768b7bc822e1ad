#!/usr/bin/env bash
# Every check, also after one has failed: one run tells everything that is wrong.
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT" || exit

failed=()

# check NAME COMMAND...: silent when all is well.
check() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        printf 'ok      %s\n' "$name"
    else
        failed+=("$name")
        printf 'FAILED  %s\n%s\n\n' "$name" "$output"
    fi
}

check format "$VENV/bin/ruff" format --check .
check lint "$VENV/bin/ruff" check .
check types "$VENV/bin/mypy"
check layers "$VENV/bin/lint-imports"
check templates "$VENV/bin/djlint" templates --lint --check
check translations "$VENV/bin/python" -m tools.check_translations

if [ ${#failed[@]} -gt 0 ]; then die "checks failed: ${failed[*]}"; fi
