"""The script of a map: the same bytes for the same description, and no text in it is ever code."""

import dataclasses
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import folium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.maps.build import make_item_map, make_town_map, with_word
from webapp.maps import elements, render, spec
from webapp.maps.page import script_headers, script_name

ROOT = Path(__file__).parents[2]

# What became code in folium as it comes: a template, a template literal, the end of a script, an attribute.
PAYLOADS = [
    "{{7*7}}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{%",
    "{#",
    "{ {7*7} }",
    "${document.title='x'}",
    "`${alert(1)}`",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "'); alert(1); ('",
    '"}); alert(1); ({"',
    "\\",
    "\u2028alert(1)",
    "https://elsewhere.example/x.js",
    "$(document)",
]
texts = st.one_of(
    st.sampled_from(PAYLOADS),
    st.text(max_size=40),
    st.lists(st.sampled_from([*PAYLOADS, "a", " ", "{", "}", "%", "#"]), min_size=2, max_size=4).map("".join),
)
SETTINGS = re.compile(r"Dichtbij\.\w+\((\{.*\})\)(?:\.addTo\(\w+\))?;")


def settings_in(body: str) -> list[object]:
    """The one argument of each call. Every line of a script is such a call, or adds what one made."""
    lines = [line for line in body.splitlines() if not re.fullmatch(r"\w+\.addTo\(\w+\);|", line)]
    found = [SETTINGS.search(line) for line in lines]
    assert all(found), body
    return [json.loads(match[1]) for match in found if match]


def texts_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, part in value.items() for text in (key, *texts_in(part))]
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    return [value] if isinstance(value, str) else []


def test_the_same_description_gives_the_same_bytes():
    first = render.render(make_town_map())
    render.render.cache_clear()

    assert render.render(make_town_map()) == first


def test_the_same_description_is_compiled_once():
    assert render.render(make_town_map()) is render.render(make_town_map())


def test_another_process_makes_the_same_bytes():
    """Several workers answer for one address."""
    code = (
        "from tests.maps.build import make_town_map; from webapp.maps.render import render;"
        "print(render(make_town_map()).digest)"
    )
    other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert other.stdout.strip() == render.render(make_town_map()).digest


@pytest.mark.parametrize(
    "change",
    [
        {"strings": with_word("close", "Shut")},
        {"bounds": spec.Bounds(4.62, 51.83, 4.71, 51.90)},
        {"language": "nl"},
        {"direction": "rtl"},
        {"marks": (spec.Mark("library", "library", "Library", "en"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_description_has_another_digest(change):
    assert render.render(make_town_map(**change)).digest != render.render(make_town_map()).digest


@pytest.mark.parametrize("described", [make_town_map(), make_item_map()], ids=lambda one: one.surface)
def test_a_script_names_no_other_origin_and_needs_no_jquery(described):
    body = render.render(described).body

    assert not re.search(r"https?:|//|<|\$\(|\{\{|\{%|document|window|eval", body)


def test_a_script_is_one_line_for_each_element_and_stays_small():
    body = render.render(make_town_map()).body

    assert [next(iter(re.findall(r"Dichtbij\.(\w+)", line)), "addTo") for line in body.splitlines()] == [
        "map",
        "zoomControl",
        "keyboardHint",
        "attribution",
        "outlineLayer",
        "addTo",
        "pointLayer",
        "addTo",
    ]
    assert len(body) < 3000


def test_keys_of_marks_arrive_as_they_are():
    """folium's own tojavascript would make fooBar of foo_bar and drop nothing loudly."""
    marks = (spec.Mark("sport-buiten", "dumbbell", "Sport", "en"),)
    points = settings_in(render.render(make_town_map(marks=marks)).body)[-1]

    assert points["marks"] == {"sport-buiten": {"icon": "dumbbell", "label": "Sport", "labelLang": "en"}}  # type: ignore[index]


@pytest.mark.parametrize("word", sorted(dict(make_town_map().strings)))
@settings(max_examples=examples(40), deadline=None)
@given(text=texts)
def test_a_word_is_refused_or_arrives_literally(word, text):
    placeholders = "".join(f"{{{name}}}" for name in sorted(spec.needed_words([spec.PointLayer()])[word]))
    text += placeholders
    try:
        body = render.render.__wrapped__(make_town_map(strings=with_word(word, text))).body
    except ValueError:
        return

    assert text in texts_in(settings_in(body))
    assert "<" not in body


@settings(max_examples=examples(150), deadline=None)
@given(text=texts)
def test_every_other_field_is_refused_or_arrives_literally(text):
    fields = [
        lambda: make_town_map(language=text),
        lambda: make_town_map(direction=text),
        lambda: make_town_map(marks=(spec.Mark(text, "library", "Library", "en"),)),
        lambda: make_town_map(marks=(spec.Mark("library", text, "Library", "en"),)),
        lambda: make_town_map(marks=(spec.Mark("library", "library", text, "en"),)),
        lambda: dataclasses.replace(make_town_map(), surface=text),
        lambda: dataclasses.replace(make_town_map(), layers=(spec.OutlineLayer(text), spec.PointLayer())),
        lambda: dataclasses.replace(make_town_map(), layers=(spec.PointLayer(key=text),)),
    ]
    for field in fields:
        try:
            body = render.render.__wrapped__(field()).body
        except ValueError:
            continue
        assert text in texts_in(settings_in(body))


@pytest.mark.parametrize(
    "body",
    ["import('https://a.example')", "fetch('//a.example')", "'<SCRIPT'", "$(document)", "'{{7*7}}'", "'{%'"],
)
def test_a_script_with_something_foreign_is_not_handed_out(body):
    with pytest.raises(render.UnsafeScript):
        render.refuse_unsafe(body)


def test_even_an_unchecked_text_does_not_run_as_a_template():
    """The second lock: what the description let through would still be literal, and then be refused."""
    page_map = elements.PageMap(make_town_map())
    elements.KeyboardHint({"keys": "{{7*7}}"}).add_to(page_map)
    body = render.literal_script(page_map)

    assert "{{7*7}}" in body
    assert "49" not in body
    with pytest.raises(render.UnsafeScript):
        render.refuse_unsafe(body)


def test_control_folium_as_it_comes_does_run_a_text_as_a_template():
    """The reason for all this. When it fails, folium has changed and the locks may be looked at again."""
    stock = folium.Map(location=(51.86, 4.66), tiles=None)
    folium.Marker((51.86, 4.66), tooltip="{{7*7}} ${document.title='x'}").add_to(stock)
    page = stock.get_root().render()

    assert "49" in page
    assert "{{7*7}}" not in page
    assert "`<div>\n                     49 ${document.title='x'}" in page  # inside a template literal: code


@pytest.mark.skipif(not shutil.which("node"), reason="needs node to parse JavaScript")
def test_a_script_with_hostile_texts_is_still_javascript(tmp_path):
    hostile = "` ${document.title='x'} \\ ' \" <!-- <script> */ ; ); {"
    body = render.render(make_town_map(strings=with_word("close", hostile))).body
    script = tmp_path / "map.mjs"
    script.write_text(body)

    subprocess.run(["node", "--check", script], check=True)


def test_a_script_is_kept_for_a_year_under_its_own_digest_only():
    script = render.render(make_town_map())

    assert script_name("town", script) == f"town.{script.digest}.js"
    assert "immutable" in script_headers(script, script.digest)["Cache-Control"]
    assert script_headers(script, "0" * 16)["Cache-Control"] == "no-cache"


def test_folium_is_not_loaded_before_the_first_map():
    """25 MB and up to 0.8 s, which a worker that draws no map never pays."""
    code = "import sys, webapp.maps.page, webapp.maps.words, webapp.maps.spec; print('folium' in sys.modules)"
    other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert other.stdout.strip() == "False"
