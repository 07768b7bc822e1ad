"""The tree that Chromium hands to a screen reader: what each thing is, what it is called and what is said about it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# What somebody can act on or jump to, and so has to be told apart from the next one. The names are Chromium's.
FIELDS = ("checkbox", "combobox", "ComboBoxSelect", "option", "radio", "searchbox", "slider", "spinbutton", "textbox")
OTHERS = (
    "button",
    "DisclosureTriangle",
    "dialog",
    "heading",
    "image",
    "link",
    "listbox",
    "navigation",
    "region",
    "table",
)
NAMED = frozenset([*FIELDS, *OTHERS])
ONCE = ("banner", "main", "contentinfo")
PARTS = ("navigation", "region", "search")
SAYS_SOMETHING = re.compile(r"\w")
# A link as it is heard, without what is only for the eye, and where it leads.
LINKS = """
() => [...document.querySelectorAll("main a[href]")].filter((link) => link.checkVisibility())
  .map((link) => [(link.ariaLabel ?? link.innerText).replace(/\\s+/g, " ").trim(), link.href.split("#")[0]])
"""


@dataclass(frozen=True)
class Node:
    """`facts`: expanded, invalid, focusable and the like, as the browser tells them."""

    role: str
    name: str
    description: str
    facts: dict[str, Any]

    def __str__(self) -> str:
        return f'{self.role} "{self.name}"' + (f" ({self.description})" if self.description else "")


def read_tree(page: Page) -> list[Node]:
    """From top to bottom, as it is read; what is hidden from a screen reader is not in it."""
    session = page.context.new_cdp_session(page)
    told = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {one["nodeId"]: one for one in told}
    return [_node(one) for one in _in_order(by_id, told[0]) if not one["ignored"]]


def tree_complaints(page: Page) -> list[str]:
    """What makes the page hard to use for who hears it: nameless things and parts that cannot be told apart."""
    nodes = read_tree(page)
    return [*_nameless(nodes), *_not_once(nodes), *_alike(nodes)]


def misleading_links(page: Page) -> list[str]:
    """One text that leads to two places."""
    leads = defaultdict(set)
    for name, address in page.evaluate(LINKS):
        leads[name].add(address)
    return [f"{name!r} leads to {sorted(places)}" for name, places in leads.items() if len(places) > 1]


def open_folds(page: Page) -> None:
    """What is folded away is part of the page too."""
    page.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")


def _in_order(by_id: dict[str, Any], node: Any) -> Iterator[Any]:
    yield node
    for id_ in node.get("childIds", ()):
        if id_ in by_id:
            yield from _in_order(by_id, by_id[id_])


def _node(told: Any) -> Node:
    facts = {one["name"]: one["value"].get("value") for one in told.get("properties", ())}
    role, name, description = (
        " ".join(str(told.get(part, {}).get("value", "")).split()) for part in ("role", "name", "description")
    )
    return Node(role, name, description, facts)


def _nameless(nodes: list[Node]) -> list[str]:
    return [
        f"without a name: {node} {node.facts}"
        for node in nodes
        if node.role in NAMED and not SAYS_SOMETHING.search(node.name)
    ]


def _not_once(nodes: list[Node]) -> list[str]:
    counted = {role: sum(node.role == role for node in nodes) for role in ONCE}
    return [f"{count} times {role}" for role, count in counted.items() if count != 1]


def _alike(nodes: list[Node]) -> list[str]:
    names = [(node.role, node.name) for node in nodes if node.role in PARTS]
    return [f"two parts alike: {part}" for part in sorted(set(names)) if names.count(part) > 1]
