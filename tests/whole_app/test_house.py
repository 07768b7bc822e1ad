"""The house keeps its shape: small files, one place for each thing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from webapp.app import ROOT
from webapp.search.offering import ASKS, OFFERS

MAX_LINES = 300
SOURCES = ("webapp", "tests", "tools", "templates", "static/css", "static/js")
SUFFIXES = {".py", ".js", ".mjs", ".html"}
# A word of how this was made has no place in what was made.
MACHINES = re.compile(r"registry\.npmjs|pypi\.org|files\.pythonhosted|/work/|localhost:\d{4,}/simple", re.IGNORECASE)


def source_files() -> Iterator[Path]:
    for folder in SOURCES:
        yield from (path for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES and path.is_file())


def test_no_file_becomes_a_bucket() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in source_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }

    assert not long, f"split the feature, not the kind: {long}"


def test_every_module_begins_with_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "webapp").rglob("*.py")
        if ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]

    assert not silent


def test_no_text_stands_inside_another_where_the_catalogues_do_not_see_it() -> None:
    """`f"{_('times')}"` is read by nobody who translates."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "webapp").rglob("*.py")
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext", "say")
    ]

    assert not hidden, "take it out of the f-string"


def test_only_one_file_names_the_reference_system() -> None:
    naming = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "webapp").rglob("*.py")
        if "4326" in path.read_text(encoding="utf-8") and "SRID" in path.read_text(encoding="utf-8")
    ]

    assert naming == ["webapp/core/postgis.py"]


def test_the_clock_is_read_in_one_place() -> None:
    reading = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(|utcnow\(")
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "webapp").rglob("*.py")
        if reading.search(path.read_text(encoding="utf-8"))
    ]

    assert found == ["webapp/core/clock.py"]


# Without these a whole script is refused, or a step of it fails, in browsers from before 2023 that are still used.
TOO_NEW = re.compile(
    r"\(\?<[=!]|\.at\(-|findLast|structuredClone|Object\.(?:hasOwn|groupBy)|AbortSignal\.(?:timeout|any)|checkVisibility"
    r"|randomUUID|\.to(?:Sorted|Reversed|Spliced)\(|withResolvers|requestIdleCallback"
)


def test_scripts_need_nothing_that_older_phones_lack() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in (ROOT / "static/js").rglob("*.js")
        for match in TOO_NEW.finditer(re.sub(r"//.*", "", path.read_text(encoding="utf-8")))
    ]

    assert not found
    assert not TOO_NEW.search(f"{OFFERS} {ASKS}"), "read by the same phones"


@pytest.mark.parametrize("name", ["package-lock.json", "requirements.txt", "pyproject.toml", "package.json"])
def test_lock_files_name_no_registry(name: str) -> None:
    assert not MACHINES.search((ROOT / name).read_text(encoding="utf-8"))


def test_templates_hold_no_inline_script_style_or_foreign_source() -> None:
    forbidden = re.compile(
        r"<script(?![^>]*(?:\bsrc=|type=\"application/ld\+json\"))|<style|\sstyle=|\son[a-z]+=\"|(?:src|action)=\"https?:"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in (ROOT / "templates").rglob("*.html")
        if (match := forbidden.search(path.read_text(encoding="utf-8")))
    ]

    assert not found


def read_template(name: str) -> tuple[str, set[str], set[str]]:
    """What it extends, or nothing; the blocks that it holds, and those of them that are in no other of its own."""
    reader = Environment(loader=FileSystemLoader(ROOT / "templates"), extensions=["jinja2.ext.i18n"], autoescape=True)
    tree = reader.parse((ROOT / "templates" / name).read_text(encoding="utf-8"))
    layouts = [word.value for extends in tree.find_all(nodes.Extends) for word in extends.find_all(nodes.Const)]
    blocks = {block.name for block in tree.find_all(nodes.Block)}
    return "".join(layouts), blocks, {node.name for node in tree.body if isinstance(node, nodes.Block)}


def test_every_block_of_a_page_has_its_place_in_the_layout() -> None:
    """One that its layout does not have is shown nowhere, and nothing tells."""
    lost: dict[str, set[str]] = {}
    pages = 0
    for path in (ROOT / "templates").rglob("*.html"):
        layout, _all, own = read_template(str(path.relative_to(ROOT / "templates")))
        held: set[str] = set()
        pages += bool(layout)
        while layout:
            layout, more, _own = read_template(layout)
            held |= more
            lost |= {path.name: own - held} if not layout and own - held else {}

    assert pages > 50
    assert not lost
