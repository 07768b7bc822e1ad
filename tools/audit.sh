#!/usr/bin/env bash
# Known vulnerabilities in what we install. pip-audit has an environment of its own: it may not change ours.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/tools/python.sh"
. "$ROOT/tools/front_end.sh"

readonly PIP_AUDIT_VERSION=2.10.1
AUDIT=$ROOT/var/audit-venv

[ -x "$AUDIT/bin/pip-audit" ] || "$VENV/bin/python" -m venv --clear "$AUDIT"
"$AUDIT/bin/python" -m pip install --quiet --disable-pip-version-check "pip-audit==$PIP_AUDIT_VERSION"

result=0
"$AUDIT/bin/pip-audit" --strict --requirement "$ROOT/requirements.txt" || result=1
ensure_node
(cd "$ROOT" && npm audit) || result=1
exit "$result"
