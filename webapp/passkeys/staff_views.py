"""One's own passkeys: which there are, one more after the password, one less."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import authenticators, forms, mails, operations, queries
from webapp.accounts.access import current_user, staff
from webapp.accounts.forms import Form
from webapp.accounts.rules import PASSKEYS_MAX
from webapp.accounts.staff_views import is_current_password
from webapp.core.database import commit
from webapp.core.errors import BadRequest, NotFound
from webapp.core.words import _
from webapp.passkeys import ceremonies
from webapp.passkeys.views import add_passkey

bp = Blueprint("passkeys_staff", __name__, url_prefix="/staff/account/passkeys")
ONE_MORE = "one more key"


@bp.route("", methods=["GET", "POST"])
@staff()
def passkey_list() -> ResponseReturnValue:
    """The password first: somebody at an open computer must not get a way in."""
    if request.method == "GET":
        return _list_page(Form())
    user, form = current_user(), forms.read_passkey_name(request.form)
    if not authenticators.are_possible():
        raise NotFound
    if len(user.passkeys) >= PASSKEYS_MAX:
        form.complain("", _("You have many passkeys already. Remove one that you do not use."))
    if form.errors or not is_current_password(form):
        return _list_page(form), 422
    return _making_page(form["name"], Form())


@bp.post("/new")
@staff()
def new() -> ResponseReturnValue:
    """What the browser made. Whatever is wrong with it, the password is asked for again."""
    form = Form()
    if not add_passkey(form, ONE_MORE, current_user()):
        return _list_page(form), 422
    commit()
    return redirect(url_for(".passkey_list"), 303)


@bp.post("/<uuid:passkey_id>/remove")
@staff()
def remove(passkey_id: UUID) -> ResponseReturnValue:
    passkey = queries.get_own_passkey(current_user(), passkey_id)
    name = passkey.name
    if not operations.remove_passkey(passkey):
        raise BadRequest(
            _("This is your only second step. First set up an app for codes, or another passkey. Then remove this one.")
        )
    mails.send_passkey_removed(current_user(), name)
    commit()
    return redirect(url_for(".passkey_list"), 303)


def _list_page(form: Form) -> str:
    return render_template(
        "passkeys/passkey_list.html",
        form=form,
        passkeys=current_user().passkeys,
        can_have_passkeys=authenticators.are_possible(),
    )


def _making_page(name: str, form: Form) -> str:
    user = current_user()
    options = authenticators.creation_options(user, ceremonies.begin(ONE_MORE, user=str(user.id), name=name))
    return render_template("passkeys/new.html", form=form, name=name, options=options)
