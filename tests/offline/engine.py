"""The engine of the phone, asked by node: the same questions as the server gets."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

ASK = Path(__file__).with_name("ask.mjs")
Json = dict[str, Any]


def ask(folder: Path, pack: Json, lexicon: Json, questions: list[Json]) -> list[Json]:
    """One process for all. Raises AssertionError with what node said."""
    files = [folder / name for name in ("package.json", "lexicon.json", "questions.json")]
    for file, content in zip(files, (pack, lexicon, questions), strict=True):
        file.write_text(json.dumps(content), encoding="utf-8")
    node = shutil.which("node")
    assert node, "the front end was built by node"
    done = subprocess.run([node, str(ASK), *map(str, files)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    answers: list[Json] = json.loads(done.stdout)
    return answers
