"""Whatever a far server answers, and whoever asks: the times stay, and nobody gets further than they may."""

import gzip
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import current_app

from tests.build import make_municipality
from tests.calendar_feeds.build import (
    BROKEN,
    COFFEE,
    FOUR,
    MOMENT,
    ask_again,
    path_of,
    shown,
    use,
)
from tests.far_server import FarServer, Heard, Reply, continue_for_ever, drip
from tests.page import PageClient, parse, texts
from tests.schedule.ical_text import calendar
from tests.staff import make_user, sign_in, signed_in_client, submit
from tests.town import BRINKDAM, OVERWATER
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.calendar_feeds import asking
from webapp.core.fetching import Bounds
from webapp.extensions import db
from webapp.places.editors import set_editor
from webapp.places.models import Organisation


def lead_on(heard: Heard) -> Reply:
    return Reply(status=302, headers={"Location": heard.target + "x"})


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (lambda heard: Reply(b"", 404), "gone"),
        (lambda heard: Reply(b"", 403), "locked"),
        (lambda heard: Reply(b"", 500), "answer"),
        (lambda heard: Reply(b"<html>Log in</html>"), "no_calendar"),
        (lambda heard: Reply(calendar()), "empty"),
        (lambda heard: Reply(BROKEN), "refused"),
        (lambda heard: Reply(COFFEE * 2_000), "too_large"),
        (lambda heard: Reply(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}), "too_large"),
        (lead_on, "redirects"),
        (lambda heard: Reply(status=302, headers={"Location": "http://169.254.169.254/"}), "not_public"),
        (lambda heard: Reply(status=302, headers={"Location": "http://inside.example/"}), "not_public"),
        (lambda heard: Reply(status=302, headers={"Location": "file:///etc/passwd"}), "redirects"),
    ],
    ids=["gone", "locked", "500", "page", "empty", "refused", "large", "bomb", "circle", "cloud", "inside", "file"],
)  # fmt: skip
def test_whatever_goes_wrong_the_times_stay_as_they_were(
    client: PageClient, activity: Activity, far: FarServer, reply: Callable[[Heard], Reply], word: str
) -> None:
    check_that_times_stay(client, activity, far, reply, word)


@pytest.mark.parametrize("raw", [continue_for_ever, drip], ids=["endless", "drip"])
def test_who_answers_too_slowly_changes_no_times(
    client: PageClient, activity: Activity, far: FarServer, raw: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "BOUNDS", Bounds(seconds=0.3, max_bytes=100_000_000))
    check_that_times_stay(client, activity, far, lambda heard: Reply(raw=raw), "too_slow")


def check_that_times_stay(
    client: PageClient, activity: Activity, far: FarServer, reply: Callable[[Heard], Reply], word: str
) -> None:
    use(client, activity, far)
    far.answer = reply

    feed = ask_again()

    assert (feed.problem, feed.failures) == (word, 1)
    assert feed.next_at == MOMENT + timedelta(hours=2)
    assert shown(activity) == FOUR
    assert texts(client.page(path_of(activity)), ".notice--wrong")


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://[::1]/", "http://0/", "http://2130706433/", "http://169.254.169.254/latest/meta-data/",
     "file:///etc/passwd", "http://inside.example/", "http://localhost:5432/", "gopher://agenda.example/", "x" * 3_000],
)  # fmt: skip
def test_our_own_network_is_never_asked(client: PageClient, activity: Activity, far: FarServer, address: str) -> None:
    answer = submit(client, path_of(activity), address=address, do="look")

    assert answer.status_code == 422
    assert texts(parse(answer.text), ".problem")
    assert far.heard == []


def test_only_who_may_change_the_item_finds_its_calendar(town: Municipality, activity: Activity) -> None:
    organisation = Organisation(municipality_id=town.id, slug="brink", name="Brink")
    db.session.add(organisation)
    db.session.commit()
    user = make_user(EDITOR, town)
    editor = sign_in(signed_out(), user)
    assert editor.get(path_of(activity)).status_code == 404
    set_editor(town.id, organisation.id, user.id)
    activity.organisation_id = organisation.id
    db.session.commit()
    assert editor.get(path_of(activity)).status_code == 200

    other_town = signed_in_client(COORDINATOR, make_municipality(OVERWATER))
    assert other_town.get(path_of(activity)).status_code == 404
    assert other_town.get(path_of(activity).replace(BRINKDAM, OVERWATER)).status_code == 404


def signed_out() -> PageClient:
    client = current_app.test_client()
    assert isinstance(client, PageClient)
    return client
