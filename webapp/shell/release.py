"""Which files belong to this release, for the service worker: another file makes another worker."""

import hashlib
import json

from webapp.core.assets import asset_names, read_asset

WORKER = "worker.js"
# Not for residents, only for rare letters, or only asked for by a phone while it is set up.
NOT_AHEAD = ("staff.", WORKER, "source-sans-3-latin-ext.woff2", "icon-")
VERSION_CHARACTERS = 12


def worker_script() -> str:
    """The built worker behind a line that says what it is to keep."""
    names = asset_names()
    files = sorted(f"/static/{file}" for name, file in names.items() if not name.startswith(NOT_AHEAD))
    version = hashlib.sha256(json.dumps(names, sort_keys=True).encode()).hexdigest()[:VERSION_CHARACTERS]
    release = json.dumps({"version": version, "files": files})
    return f"self.RELEASE={release};\n{read_asset(WORKER)}"
