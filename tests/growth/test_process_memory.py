"""Any number of web processes may answer: what one of them keeps is known, and each such thing has its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.database import ROOT

FOUND_AT_THE_START = "rooms tell each other while they are imported; the same in each process"
OF_A_VERSION = "kept under the version of the town, which is asked each time"
OF_THIS_MACHINE = "protects the processor of one machine"
PURE = "follows from what was asked alone"
KEPT = {
    "accounts/desk_cards._makers": FOUND_AT_THE_START,
    "accounts/home._offers": FOUND_AT_THE_START,
    "accounts/home._panels": FOUND_AT_THE_START,
    "accounts/joining._joins": FOUND_AT_THE_START,
    "accounts/joining._leaves": FOUND_AT_THE_START,
    "activities/operations.listeners": FOUND_AT_THE_START,
    "places/operations.listeners": FOUND_AT_THE_START,
    "activities/item_links._offers": FOUND_AT_THE_START,
    "answering/ahead._offers": FOUND_AT_THE_START,
    "core/jobs._jobs": FOUND_AT_THE_START,
    "places/importing.formats_above": FOUND_AT_THE_START,
    "core/rounds._rounds": FOUND_AT_THE_START,
    "taxonomy/rules._further_labels": FOUND_AT_THE_START,
    "versions/wording._words": FOUND_AT_THE_START,
    "versions/photos_part._room": FOUND_AT_THE_START,
    "handouts/givers._known": FOUND_AT_THE_START,
    "asking/coming._counts": FOUND_AT_THE_START,
    "answering/fit_queries._kept": OF_A_VERSION,
    "areas/queries._kept": OF_A_VERSION,
    "collecting/queries._kept": OF_A_VERSION,
    "exchange/views._kept": OF_A_VERSION,
    "finding/count_queries._kept": OF_A_VERSION,
    "finding/count_queries._of_this_minute": OF_A_VERSION,
    "finding/count_queries._totals": OF_A_VERSION,
    "finding/feed._kept": OF_A_VERSION,
    "finding/kept_pages._kept": OF_A_VERSION,
    "finding/open_queries._kept": OF_A_VERSION,
    "hsds/answers._kept": OF_A_VERSION,
    "offline/views._kept": OF_A_VERSION,
    "search/queries._kept": OF_A_VERSION,
    "search/queries._understood": OF_A_VERSION,
    "search/fitting._kept": PURE,
    "exchange/drawing._one_at_a_time": OF_THIS_MACHINE,
    "photos/taking_in._one_at_a_time": OF_THIS_MACHINE,
}
MAKERS = {"Kept", "dict", "list", "set", "OrderedDict", "defaultdict", "deque", "Counter", "Lock", "RLock",
          "Semaphore", "BoundedSemaphore", "local", "WeakKeyDictionary", "WeakValueDictionary"}  # fmt: skip
CACHES = {"cache", "lru_cache"}
ASKS_OTHERS = {"db", "request", "g", "session", "current_app", "clock"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    webapp = ROOT / "webapp"
    for path in sorted(webapp.rglob("*.py")):
        yield str(path.relative_to(webapp).with_suffix("")), ast.parse(Path(path).read_text(encoding="utf-8"))


def called(node: ast.expr | None) -> str:
    """The last name of what is called: `Lock` of `threading.Lock()`, `Kept` of `Kept[int, str](5)`."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Subscript):
        node = node.value
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_changeable(value: ast.expr | None) -> bool:
    """An empty one is there to be filled."""
    if isinstance(value, ast.Dict | ast.List):
        return not (value.keys if isinstance(value, ast.Dict) else value.elts)
    return isinstance(value, ast.Call) and called(value) in MAKERS and not (value.args and called(value) in "dict set")


def names_of(statement: ast.stmt) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def test_what_a_module_keeps_is_known() -> None:
    found = {
        f"{module}.{name}"
        for module, tree in modules()
        for statement in tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign) and is_changeable(statement.value)
        for name in names_of(statement)
        if not name.isupper()  # in capitals: a table that nobody changes
    }

    assert found == KEPT.keys()


def test_nothing_is_changed_from_within_a_function() -> None:
    assert [module for module, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Global)] == []


def test_what_is_cached_for_ever_asks_nobody() -> None:
    """No database, no request, no clock: else another process would know otherwise."""
    asking = [
        f"{module}.{function.name}"
        for module, tree in modules()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and {called(one) for one in function.decorator_list} & CACHES
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and node.id in ASKS_OTHERS
    ]

    assert asking == []
