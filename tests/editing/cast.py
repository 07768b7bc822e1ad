"""Two organisations in Brinkdam, an editor of one of them, and the forms as a browser sends them."""

from typing import Any

from tests.build import make_activity, make_municipality, make_place
from tests.page import PageClient, parse
from tests.staff import make_user, sign_in
from webapp.accounts.models import StaffUser
from webapp.accounts.rules import COORDINATOR, EDITOR
from webapp.activities.models import Activity
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.places.editors import set_editor
from webapp.places.facts import OrganisationFacts
from webapp.places.models import Organisation, Place
from webapp.places.operations import save_organisation
from webapp.places.queries import find_organisation

STAFF = "/staff/brinkdam"


class Cast:
    def __init__(self, application: Any) -> None:
        self.application = application
        self.town: Municipality = make_municipality()
        self.own, self.other = self._organisation("brughuis"), self._organisation("dorpshuis")
        self.place: Place = make_place(
            self.town, "Het Brughuis", organisation_id=self.own.id, phone="0612345678", summary="Koffie en een praatje."
        )
        self.foreign: Place = make_place(self.town, "Het Dorpshuis", organisation_id=self.other.id)
        self.activity: Activity = make_activity(self.town, "Koffie", place=self.place, themes=("ontmoeten",))

    def _organisation(self, slug: str) -> Organisation:
        save_organisation(self.town, OrganisationFacts(slug, slug.capitalize()))
        found = find_organisation(self.town.id, slug)
        assert found is not None
        return found

    def editor(self, *, publishes: bool = False) -> tuple[PageClient, StaffUser]:
        user = make_user(EDITOR, self.town)
        set_editor(self.town.id, self.own.id, user.id, publishes=publishes)
        db.session.commit()
        return self.browser(user), user

    def coordinator(self) -> tuple[PageClient, StaffUser]:
        user = make_user(COORDINATOR, self.town)
        return self.browser(user), user

    def browser(self, user: StaffUser) -> PageClient:
        client = self.application.test_client()
        assert isinstance(client, PageClient)
        return sign_in(client, user)

    def path(self, item: Place | Activity | None = None, more: str = "") -> str:
        item = item or self.place
        return f"{STAFF}/{'places' if isinstance(item, Place) else 'activities'}/{item.id}{more}"


def fields_of(html: str, action: str) -> dict[str, list[str]]:
    """What a browser would send of the form with this action (before a question mark), without its buttons."""
    forms = [one for one in parse(html).query("form") if one.attrs["action"].split("?")[0] == action]
    form = next(one for one in forms if one.attrs.get("method") == "post")
    fields: dict[str, list[str]] = {}
    for field in form.query("input, textarea, select"):
        name, kind = field.attrs.get("name"), field.attrs.get("type")
        if not name or (kind in ("checkbox", "radio") and "checked" not in field.attrs):
            continue
        value = field.attrs.get("value") or ""
        if field.name == "textarea":
            value = field.to_text(strip=False).removeprefix("\n")
        if field.name == "select":
            chosen = [one.attrs["value"] or "" for one in field.query("option") if "selected" in one.attrs]
            value = chosen[0] if chosen else (field.query("option")[0].attrs["value"] or "")
        fields.setdefault(str(name), []).append(str(value))
    return fields


def fill(client: PageClient, path: str, do: str = "publish", page: str = "", /, **typed: Any) -> Any:
    """Opens the form, changes some fields, sends it. `nl_name` stands for nl-name."""
    fields = fields_of(page or client.get(path).text, path)
    return client.post(path, data={**fields, **renamed(typed), "do": do})


def renamed(typed: dict[str, Any]) -> dict[str, Any]:
    languages = ("nl_", "en_", "ar_")
    return {name.replace("_", "-", 1) if name.startswith(languages) else name: value for name, value in typed.items()}
