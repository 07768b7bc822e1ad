"""What becomes of photos when an earlier version returns: no photo and no word of then is lost that can be kept."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.versions.test_rules import PHOTOS, documents
from webapp.versions import rules
from webapp.versions.document import PLACE
from webapp.versions.photos_part import restored_photos

Told = list[dict[str, Any]]


@given(st.none() | PHOTOS, PHOTOS)
def test_every_photo_of_now_is_there_once_with_the_words_of_then(then: Told | None, now: Told) -> None:
    found = restored_photos(then, now)

    assert {one["id"] for one in found} == {one["id"] for one in now}
    assert len(found) == len(now)
    was, is_ = ({one["id"]: one for one in told} for told in (then or [], now))
    for one in found:
        source = was.get(one["id"], is_[one["id"]])
        assert (one["alt"], one["credit"]) == (source["alt"], source["credit"])
        assert one["public"] == (source["public"] or is_[one["id"]]["public"])
    known = [one["id"] for one in found if one["id"] in was]
    assert known == [one["id"] for one in then or [] if one["id"] in is_]
    assert restored_photos(found, found) == found


@given(documents(PLACE), documents(PLACE))
def test_a_version_of_before_photos_were_noted_leaves_them_alone(then: Any, now: Any) -> None:
    old = {name: value for name, value in then[4].items() if name != "photos"}

    assert rules.restored(old, now[4], with_times=True)["photos"] == now[4]["photos"]
    assert rules.unflatten(rules.flatten(old)) == old
