"""The maps of a coordinator are made as those of residents are: described by values, compiled by folium once."""

import pytest

from tests.maps.build import english, make_draw_map, make_grounds_map, make_pick_map, make_town_map
from webapp.maps import spec, words
from webapp.maps.render import render


def test_the_layers_come_with_their_words_only() -> None:
    grounds, pick, draw = (render(one).body for one in (make_grounds_map(), make_pick_map(), make_draw_map()))

    assert 'Dichtbij.groundLayer({"key": "grounds", "words": {"no-data": ' in grounds
    assert 'Dichtbij.pickLayer({"words": {"picked": "Point chosen: {point}"}})' in pick
    assert 'Dichtbij.drawLayer({"words": {"corners": ' in draw
    for body in (grounds, pick, draw):
        assert "Dichtbij.outlineLayer" in body
        assert "pointLayer" not in body


def test_the_same_description_is_the_same_script() -> None:
    digests = [render(one).digest for one in (make_grounds_map(), make_pick_map(), make_town_map(), make_grounds_map())]

    assert digests[0] == digests[3]
    assert len(set(digests)) == 3


@pytest.mark.parametrize("strings", [words.item_words(english), words.town_words(english)])
def test_words_that_are_missing_or_too_many_are_refused(strings: spec.Words) -> None:
    with pytest.raises(ValueError, match="missing or unknown"):
        make_grounds_map(strings=strings)
    with pytest.raises(ValueError, match="missing or unknown"):
        make_pick_map(strings=strings)


def test_a_key_is_no_markup() -> None:
    with pytest.raises(ValueError, match="key of lower-case letters"):
        spec.GroundLayer(key='x" onload="')
