"""The coordinator's settings of a town: the themes, the form of residents, colours and logo."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import staff
from webapp.accounts.home import add_link
from webapp.accounts.rules import COORDINATOR
from webapp.areas.current import current_municipality
from webapp.areas.models import Municipality
from webapp.areas.operations import lock_settings
from webapp.core.database import commit, rollback
from webapp.core.errors import NotFound
from webapp.core.language import current_language, languages
from webapp.core.typed import Typed, meet
from webapp.core.words import _
from webapp.taxonomy.rules import Term, terms
from webapp.town_settings import forms, operations
from webapp.town_settings.logo import LogoComplaint, read_logo
from webapp.town_settings.rules import PALETTE, moved
from webapp.town_settings.theme import COLOURS, shown
from webapp.town_settings.wording import logo_sentence

bp = Blueprint("town_settings_staff", __name__, url_prefix="/staff/<slug:town>/settings")
BOTH = ["GET", "POST"]
add_link("town_settings_staff.settings", lambda: _("Settings of the town"), roles=(COORDINATOR,), icon="settings")


@bp.get("")
@staff(COORDINATOR)
def settings() -> ResponseReturnValue:
    return _page("settings")


# ---------------------------------------------------------------- themes on the home page


@bp.get("/themes")
@staff(COORDINATOR)
def themes() -> ResponseReturnValue:
    town = current_municipality()
    shown_ids = _shown_themes(town)
    known = _known_themes()
    hidden = [term for id_, term in known.items() if id_ not in shown_ids]
    return _page("themes", shown=[known[id_] for id_ in shown_ids], hidden=hidden, language=current_language())


@bp.post("/themes/<slug:theme>/<any(up, down, show, hide):change>")
@staff(COORDINATOR)
def change_theme(theme: str, change: str) -> ResponseReturnValue:
    """One that is hidden is still found: the home page just does not begin with it."""
    town = current_municipality()
    lock_settings(town)
    order = _shown_themes(town)
    if theme not in _known_themes() or (change != "show" and theme not in order):
        raise NotFound
    if change == "show":
        order = [*(id_ for id_ in order if id_ != theme), theme]
    elif change == "hide":
        order = [id_ for id_ in order if id_ != theme] or order  # the last one stays: an empty list means all
    else:
        order = moved(order, theme, -1 if change == "up" else 1)
    operations.set_home_themes(town, order)
    commit()
    return redirect(url_for(".themes"), 303)


@bp.route("/themes/<slug:theme>", methods=BOTH)
@staff(COORDINATOR)
def theme_labels(theme: str) -> ResponseReturnValue:
    """What the town itself calls a theme, in each language."""
    town, term = current_municipality(), _known_themes().get(theme)
    if term is None:
        raise NotFound
    if request.method == "GET":
        return _labels_page(term, forms.stored_labels(town, theme))
    form = forms.read_labels(request.form)
    if form.problems:
        return _labels_page(term, form), 422
    lock_settings(town)
    meet(form, forms.stored_labels(town, theme).values)
    if form.problems:
        rollback()
        return _labels_page(term, form), 409
    operations.set_theme_labels(town, theme, {code: form.values[f"label_{code}"] for code in forms.language_codes()})
    commit()
    return redirect(url_for(".themes"), 303)


def _labels_page(term: Term, form: Typed) -> str:
    usual = {code: term.labels.get(code, "") for code in forms.language_codes()}
    return _page("theme_labels", form=form, term=term, usual=usual)


def _known_themes() -> dict[str, Term]:
    return {id_: term for id_, term in terms("theme").items() if not term.hidden}


def _shown_themes(town: Municipality) -> list[str]:
    known = _known_themes()
    return [id_ for id_ in town.home_themes if id_ in known] or list(known)


# ---------------------------------------------------------------- the form of residents


@bp.route("/form", methods=BOTH)
@staff(COORDINATOR)
def ask_form() -> ResponseReturnValue:
    town = current_municipality()
    if request.method == "GET":
        return _form_page(forms.stored_texts(town))
    form = forms.read_texts(request.form)
    if form.problems:
        return _form_page(form), 422
    lock_settings(town)
    meet(form, forms.stored_texts(town).values)
    if form.problems:
        rollback()
        return _form_page(form), 409
    operations.set_form(town, forms.texts_of(form), takes_whatsapp=bool(form.values[forms.WHATSAPP]))
    commit()
    return redirect(url_for(".ask_form", done=1), 303)


def _form_page(form: Typed) -> str:
    return _page(
        "ask_form",
        form=form,
        takes_whatsapp=bool(form.values[forms.WHATSAPP]),
        hints=forms.hints_of(form),
        is_done="done" in request.args,
        text_max=forms.TEXT_MAX,
    )


# ---------------------------------------------------------------- colours and logo


@bp.route("/appearance", methods=BOTH)
@staff(COORDINATOR)
def appearance() -> ResponseReturnValue:
    town = current_municipality()
    if request.method == "GET":
        return _appearance_page(forms.stored_colours(town))
    form = forms.read_colours(request.form)
    if form.problems:
        return _appearance_page(form), 422
    lock_settings(town)
    meet(form, forms.stored_colours(town).values)
    if form.problems:
        rollback()
        return _appearance_page(form), 409
    operations.set_colours(town, forms.colours_of(form))
    commit()
    return redirect(url_for(".appearance"), 303)


@bp.post("/appearance/logo")
@staff(COORDINATOR)
def logo() -> ResponseReturnValue:
    town = current_municipality()
    sent = request.files.get("logo")
    read = read_logo(sent.read() if sent else b"")
    if isinstance(read, LogoComplaint):
        form = forms.stored_colours(town)
        form.problems["logo"] = logo_sentence(read)
        return _appearance_page(form), 422
    operations.set_logo(town, read)
    commit()
    return redirect(url_for(".appearance"), 303)


@bp.post("/appearance/logo/remove")
@staff(COORDINATOR)
def remove_logo() -> ResponseReturnValue:
    operations.set_logo(current_municipality(), None)
    commit()
    return redirect(url_for(".appearance"), 303)


def _appearance_page(form: Typed) -> str:
    town = current_municipality()
    return _page(
        "appearance",
        form=form,
        palette=PALETTE,
        samples=[sample for name in COLOURS if (sample := shown(town.colours, name))],
    )


def _page(name: str, **values: Any) -> str:
    return render_template(f"town_settings/{name}.html", languages_of_town=languages(), **values)
