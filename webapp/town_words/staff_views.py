"""Other words for what the town has, beside what residents searched for in vain."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.access import staff
from webapp.accounts.rules import COORDINATOR
from webapp.areas.current import current_municipality
from webapp.core.database import commit
from webapp.core.language import current_language
from webapp.core.typed import Typed
from webapp.core.words import _
from webapp.search.operations import SynonymError, forget_synonym, set_synonym
from webapp.search.queries import list_missed, list_synonyms
from webapp.taxonomy.rules import terms

bp = Blueprint("town_words_staff", __name__, url_prefix="/staff/<slug:town>/settings/words")
AXES = ("theme", "topic", "place_kind", "activity_kind", "group")
MOST_MISSED = 50
LONGEST = 200  # characters of what was typed


@bp.route("", methods=["GET", "POST"])
@staff(COORDINATOR)
def words() -> ResponseReturnValue:
    """A search in vain fills in the form: `?words=`."""
    if request.method == "GET":
        return _page(Typed({"words": request.args.get("words", "")[:LONGEST]}))
    form = Typed({name: request.form.get(name, "").strip()[:LONGEST] for name in ("words", "term")})
    is_meant = request.form.get("how") != "not"
    if form.values["term"] not in dict(_terms()):
        form.problems["term"] = _("Choose what these words mean.")
    else:
        try:
            set_synonym(current_municipality().id, form.values["words"], form.values["term"], is_meant=is_meant)
        except SynonymError:
            form.problems["words"] = _("Write one to four words.")
    if form.problems:
        return _page(form), 422
    commit()
    return redirect(url_for(".words"), 303)


@bp.post("/forget")
@staff(COORDINATOR)
def forget() -> ResponseReturnValue:
    """One that is gone already is what was wanted."""
    forget_synonym(current_municipality().id, request.form.get("words", ""), request.form.get("term", ""))
    commit()
    return redirect(url_for(".words"), 303)


def _page(form: Typed) -> str:
    town = current_municipality()
    labels = dict(_terms())
    return render_template(
        "town_words/words.html",
        form=form,
        terms=_terms(),
        synonyms=[(said, term, labels.get(term, term), meant) for said, term, meant in list_synonyms(town.id)],
        missed=list_missed(town.id, MOST_MISSED),
    )


def _terms() -> list[tuple[str, str]]:
    """What a word can mean: theme by theme, then subjects, kinds and groups."""
    language = current_language()
    return [
        (f"{axis}={term.id}", term.label(language)) for axis in AXES for term in terms(axis).values() if not term.hidden
    ]
