"""A practice for its members and for the coordinator: made, joined by invitation, filled, ended; and its numbers."""

from uuid import uuid4

import pytest

from tests.conftest import DEMO_MOMENT
from tests.handouts.sheets import REFER, TOWN
from tests.page import PageClient, one, parse, text_of, texts
from tests.practices.build import NAME, member_of, page_of, town
from tests.practices.build import make_practice as make
from tests.staff import make_user, sign_in, submit
from webapp.accounts import operations as accounts
from webapp.accounts.queries import find_user
from webapp.accounts.rules import COORDINATOR, PRACTICE
from webapp.activities.models import Activity
from webapp.extensions import db
from webapp.handouts.queries import list_areas
from webapp.practices import operations, queries
from webapp.practices.rules import quarter_before, quarter_of

LIST = f"/staff/{TOWN}/practices"
THIS = quarter_of(DEMO_MOMENT)


def coordinator(demo: PageClient) -> PageClient:
    return sign_in(demo, make_user(COORDINATOR, town()))


def test_the_coordinator_makes_a_practice_and_invites_its_first_member(demo: PageClient) -> None:
    coordinator(demo)
    area, name = list_areas(town())[0]
    made = submit(demo, f"{LIST}/new", name=f"  {NAME} ", area=area)
    page = demo.page(made.headers["Location"])

    assert text_of(one(page, "h1")) == NAME
    assert name in text_of(one(page, "main"))
    assert not page.query("#numbers"), "those are for the practice alone"
    assert texts(demo.page(LIST), ".inbox__subject a") == [NAME]
    [practice] = queries.list_practices(town())
    assert submit(demo, page_of(practice, "/invite"), page_of(practice), invited="arts@example.nl").status_code == 303
    assert "arts@example.nl" in text_of(one(demo.page(page_of(practice)), "main"))


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "\u202ex"}, "name"),
        ({"area": "BU99999999"}, "area"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(demo: PageClient, told: dict[str, str], problem: str) -> None:
    coordinator(demo)
    answer = submit(demo, f"{LIST}/new", **{"name": NAME, "area": "", **told})

    assert answer.status_code == 422
    assert parse(answer.text).query(f"#{problem}[aria-invalid=true]")
    assert not queries.list_practices(town())


def test_who_accepts_works_with_that_practice_and_sees_no_other(demo: PageClient) -> None:
    mine, other = make(), make(name="Een andere praktijk")
    client = member_of(demo, mine)

    assert texts(client.page(LIST), ".inbox__subject a") == [NAME]
    home = client.page("/staff/")
    assert [link.attrs["href"] for link in home.query("main a") if TOWN in (link.attrs["href"] or "")] == [LIST]
    assert client.get(page_of(mine)).status_code == 200
    for rest in ("", "/facts", "/favourites/geld", "/poster", "/poster.pdf"):
        assert client.get(page_of(other, rest)).status_code == 404
    for rest, told in (
        ("/facts", {"name": "Overgenomen", "area": ""}),
        ("/favourites/geld", {}),
        ("/invite", {"invited": "indringer@example.nl"}),
        (f"/members/{uuid4()}/end", {}),
        (f"/invitations/{uuid4()}/withdraw", {}),
        ("/remove", {}),
    ):
        assert submit(client, page_of(other, rest), page_of(mine), **told).status_code == 404, rest
    db.session.refresh(other)
    assert other.name == "Een andere praktijk"
    assert not queries.list_members(other)
    for page in ("", "/new"):
        assert client.get(f"{LIST}{page}").status_code == (404 if page else 200)
    assert client.get(f"/staff/{TOWN}/inbox").status_code == 404


def test_a_member_invites_a_colleague_who_joins_by_the_mail(demo: PageClient) -> None:
    practice = make()
    member_of(demo, practice)
    assert submit(demo, page_of(practice, "/invite"), page_of(practice), invited="Zus@Example.nl").status_code == 303
    again = submit(demo, page_of(practice, "/invite"), page_of(practice), invited="geen adres")
    assert again.status_code == 422

    invited, _token = accounts.invite("zus@example.nl", PRACTICE, town(), DEMO_MOMENT, about=practice.id)
    new = {"name": "Zus", "password": "vier woorden op een rij", "language": "nl"}
    user = accounts.accept(invited, None, DEMO_MOMENT, **new)
    db.session.commit()
    assert user is not None
    assert queries.is_member(practice, user.id)
    assert [(one.role, one.municipality_id) for one in user.grants] == [(PRACTICE, town().id)]


def test_an_invitation_to_a_practice_that_is_gone_opens_nothing(demo: PageClient) -> None:
    practice = make()
    invited, _token = accounts.invite("laat@example.nl", PRACTICE, town(), DEMO_MOMENT, about=practice.id)
    operations.remove_practice(practice, DEMO_MOMENT)
    user = accounts.accept(invited, None, DEMO_MOMENT, name="Laat", password="vier woorden op een rij", language="nl")
    db.session.commit()

    assert user is not None
    assert queries.list_practices_of(town(), user.id) == []


def test_with_the_last_practice_the_role_ends_and_nobody_locks_themselves_out(demo: PageClient) -> None:
    first, second = make(), make(name="Tweede")
    client = member_of(demo, first)
    colleague = make_user(PRACTICE, town(), email="collega@example.nl")
    for practice in (first, second):
        operations.WORKING.add(town().id, practice.id, colleague.id)
    db.session.commit()
    me = next(user for user in queries.list_members(first) if user.id != colleague.id)

    assert submit(client, page_of(first, f"/members/{me.id}/end"), page_of(first)).status_code == 400
    assert submit(client, page_of(first, f"/members/{colleague.id}/end"), page_of(first)).status_code == 303
    still = find_user("collega@example.nl")
    assert still is not None
    assert still.grants, "there is the second one"
    operations.WORKING.end(second.municipality_id, second.id, colleague.id, DEMO_MOMENT)
    assert not still.grants


def test_favourites_are_ticked_by_subject_and_what_needs_a_check_stays(demo: PageClient) -> None:
    practice = make()
    client = member_of(demo, practice)
    path = page_of(practice, "/favourites/geld")
    fields = client.page(path).query("input[name=favourite]")
    ids = [str(field.attrs["value"]) for field in fields]
    assert len(ids) > 3

    assert submit(client, path, favourite=[ids[0], ids[2], "onzin"]).status_code == 303
    assert {str(id_) for id_ in queries.map_favourites(practice)["geld"]} == {ids[0], ids[2]}
    ticked = [field for field in client.page(path).query("input[name=favourite]") if "checked" in field.attrs]
    assert {field.attrs["value"] for field in ticked} == {ids[0], ids[2]}

    db.session.query(Activity).filter_by(id=ids[0]).update({"checked_on": None})
    db.session.commit()
    gone = ids[0] not in {field.attrs["value"] for field in client.page(path).query("input[name=favourite]")}
    assert submit(client, path, favourite=[ids[1]]).status_code == 303
    kept = {str(id_) for id_ in queries.map_favourites(practice)["geld"]}
    assert kept == ({ids[0], ids[1]} if gone else {ids[1]})
    assert client.get(page_of(practice, "/favourites/veilig")).status_code == 404
    assert client.get(page_of(practice, "/favourites/nee")).status_code == 404


def test_the_number_of_a_quarter_comes_when_it_is_over_and_never_moves(demo: PageClient) -> None:
    practice = make()
    client = member_of(demo, practice)
    town_id = practice.municipality_id
    operations.add_counts(town_id, practice.id, quarter_before(THIS), given=41, opened=12, asked=7)
    operations.add_counts(town_id, practice.id, quarter_before(THIS, 2), given=17, opened=15, asked=4)
    operations.add_counts(town_id, practice.id, quarter_before(THIS, 3), given=8, opened=6, asked=5)
    db.session.commit()
    told = client.page(page_of(practice))
    before = texts(told, "#numbers ~ dl dd")[:9]

    assert before == ["41", "12", "7", "17", "5 of meer", "minder dan 5", "8", "zeggen we niet", "zeggen we niet"]
    assert "Juli tot en met september 2026".casefold() in text_of(one(told, "main")).casefold()
    assert "1 januari 2027" in text_of(one(told, "main"))
    for _more in range(7):
        operations.add_counts(town_id, practice.id, THIS, given=3, opened=1, asked=1)
        db.session.commit()
        assert texts(client.page(page_of(practice)), "#numbers ~ dl dd")[:9] == before


def test_the_coordinator_hears_no_numbers_and_ends_a_practice(demo: PageClient) -> None:
    practice = make()
    operations.add_counts(practice.municipality_id, practice.id, quarter_before(THIS), given=41, opened=12, asked=7)
    member = make_user(PRACTICE, town(), email="arts@example.nl")
    operations.WORKING.add(town().id, practice.id, member.id)
    db.session.commit()
    coordinator(demo)

    assert "41" not in texts(demo.page(page_of(practice)), "dd")
    assert submit(demo, page_of(practice, "/remove"), page_of(practice)).status_code == 303
    assert queries.list_practices(town()) == []
    ended = find_user("arts@example.nl")
    assert ended is not None
    assert not ended.grants


def test_two_who_change_its_name_at_once_hear_of_each_other(demo: PageClient) -> None:
    practice = make()
    client = member_of(demo, practice)
    path = page_of(practice, "/facts")
    opened = str(one(client.page(path), "input[name=edition]").attrs["value"])
    assert submit(client, path, name="Van de een", area="").status_code == 303

    answer = submit(client, path, name="Van de ander", area="", edition=opened)
    assert answer.status_code == 409
    assert "Van de een" in answer.text


def test_the_addresses_for_a_gp_system_work(demo: PageClient) -> None:
    practice = make(list_areas(town())[0][0])
    client = member_of(demo, practice)
    picker, subject, language = texts(client.page(page_of(practice)), ".practice__address")

    assert demo.page(picker.replace("http://localhost", "")).query("[data-refer-subject]")
    assert demo.page(subject.replace("http://localhost", "")).query(".offer")
    page = demo.page(language.replace("http://localhost", ""))
    assert [one_.attrs["value"] for one_ in page.query("input[name=language]") if "checked" in one_.attrs] == ["en"]
    assert picker.startswith(f"http://localhost{REFER}?practice=")
