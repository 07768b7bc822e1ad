"""Who is signed in, and which pages that opens: every view for staff carries `@staff`.

Nobody of another town or with another role learns that there is such a page: 404, as where there is none.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug import Response as BaseResponse

from webapp.accounts import drafts, operations, pending, queries, rules, sent_forms
from webapp.accounts.library import library_user
from webapp.accounts.models import Membership, SignIn, StaffUser
from webapp.areas.current import find_current_municipality
from webapp.core import clock, uploads
from webapp.core.access import is_for_staff
from webapp.core.database import commit
from webapp.core.errors import BadRequest, NotFound
from webapp.core.words import _
from webapp.extensions import csrf

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
TOKEN = "sign_in"  # the name in the session


def staff(*roles: str) -> Callable[[View], View]:
    """Signed in with both steps, and with one of these roles (any role without); in the town of the address where it
    names one. Else to the sign-in, or 404."""
    unknown = set(roles) - set(rules.ROLES)
    if unknown:
        raise ValueError(f"no such role: {', '.join(sorted(unknown))}")

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*arguments: Any, **values: Any) -> Any:
            user = find_current_user()
            if user is None:
                return redirect(_sign_in_address(), 303)
            town = find_current_municipality()
            if not rules.may_enter(user.grants, roles, town.id if town else None):
                raise NotFound
            return view(*arguments, **values)

        guarded.access = "staff"  # type: ignore[attr-defined]  # functions carry attributes
        guarded.roles = roles  # type: ignore[attr-defined]
        return cast(View, guarded)

    return mark


def find_current_user() -> StaffUser | None:
    found = _find_current()
    return found[0] if found else None


def current_user() -> StaffUser:
    """Who is signed in. Raises NotFound where nobody is."""
    user = find_current_user()
    if user is None:
        raise NotFound
    return user


def refuse_oneself(user_id: UUID) -> None:
    """Nobody locks themselves out by a slip. Raises BadRequest."""
    if user_id == current_user().id:
        raise BadRequest(_("You cannot take away your own role. Ask a colleague or the coordinator."))


def current_sign_in() -> SignIn:
    """This browser among those of the user. Raises NotFound where nobody is signed in."""
    found = _find_current()
    if found is None:
        raise NotFound
    return found[1]


def current_memberships() -> list[Membership]:
    """All that the user is, in every town; in the town of the address, what counts there."""
    town = find_current_municipality()
    memberships = current_user().memberships
    return [one for one in memberships if town is None or one.municipality_id in (None, town.id)]


def ask_no_more() -> None:
    """For a page that says that the database is away: nobody is looked up again, and the sign-in stays what it is."""
    g.staff = None


def idle() -> timedelta:
    return timedelta(minutes=current_app.config["SETTINGS"].staff_idle_minutes)


def is_over(sign_in: SignIn, moment: datetime) -> bool:
    return rules.is_over(sign_in.started_at, sign_in.last_seen_at, moment, idle())


def _find_current() -> tuple[StaffUser, SignIn] | None:
    """Looked up once a request."""
    if "staff" not in g:
        g.staff = _look_up()
    found: tuple[StaffUser, SignIn] | None = g.staff
    return found


def _look_up() -> tuple[StaffUser, SignIn] | None:
    """The library knows the user by the session; our row says whether this sign-in still counts."""
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    moment = clock.now()
    user, sign_in = library_user._get_current_object(), queries.find_sign_in(token)
    if not isinstance(user, StaffUser) or sign_in is None or sign_in.user_id != user.id:
        session.clear()
        return None
    if is_over(sign_in, moment):
        g.late = user  # whose form came too late; not where the sign-in was ended by somebody
        session.clear()
        return None
    if _somebody_is_there() and moment - sign_in.last_seen_at >= timedelta(seconds=rules.TOUCH_SECONDS):
        operations.see(sign_in, moment)
        commit()
    return user, sign_in


def _somebody_is_there() -> bool:
    """A page that refreshes itself keeps nobody signed in who has left the room."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _sign_in_address() -> str:
    """With `kept` its page says that what was typed is not lost."""
    next_ = _way_back()
    return url_for("accounts.sign_in", next=next_, kept="1" if g.get("is_kept") else None)


def _way_back() -> str | None:
    """The page that was asked for; for a form that came too late the page on which it waits."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return drafts.keep(g.late) if "late" in g else None


def init_app(app: Flask) -> None:
    app.before_request(_prepare)
    app.after_request(_keep_private)
    app.context_processor(_template_values)
    app.jinja_env.globals["form_key"] = sent_forms.new_key  # for macros, which know no context


def _prepare() -> ResponseReturnValue | None:
    """Raises BadRequest for a form that is not from a page of this session."""
    if not is_for_staff(request.path):
        return None
    if TOKEN in session:
        uploads.allow()  # a stranger's request is read no further than any other
    is_genuine = request.method in SAFE_METHODS or _has_token()  # of the session as it came
    user = find_current_user() or pending.find_user()
    if user is not None:
        g.language = user.language
    if is_genuine:
        return _look_for_second_tap()
    if drafts.is_from_our_page() and find_current_user() is not None:  # signed in again in another tab, for one
        return redirect(drafts.keep(current_user()), 303)
    if not (drafts.is_from_our_page() and "late" in g):
        raise BadRequest(_("This page was open for too long. Go back, load the page again and send it once more."))
    return None


def _look_for_second_tap() -> ResponseReturnValue | None:
    """A form without a key is of a page from before a new release: it is shown again, with all that was typed."""
    user = find_current_user()
    if request.method in SAFE_METHODS or not sent_forms.may_make_something():
        return None
    if user is None:
        return _look_for_second_last_step()
    if not sent_forms.has_key():
        return redirect(drafts.keep(user), 303)
    return sent_forms.find_answer(user)


def _look_for_second_last_step() -> ResponseReturnValue | None:
    """Who is half in and taps twice on what lets them in: a code works once, and the browser takes the second answer.
    It lets them in as the first one did, and leads to the same page."""
    user = pending.find_user()
    if user is None or not sent_forms.has_key():
        return None
    answer = sent_forms.find_answer(user, is_half_in=True)
    if isinstance(answer, BaseResponse) and answer.status_code == 303:
        pending.finish(user)
        commit()
    return answer


def _has_token() -> bool:
    try:
        csrf.protect()
    except CSRFError:
        return False
    return True


def _keep_private(response: Response) -> Response:
    """No copy of a staff page stays in a browser, at a proxy or with a search engine."""
    if is_for_staff(request.path):
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        sent_forms.note(response, is_in=TOKEN in session)
        user = g.get("staff")
        if request.method == "POST" and user is not None and response.status_code < 400:
            drafts.forget_sent(user[0])
    return response


def _find_kept_form() -> drafts.KeptForm | None:
    user = find_current_user()
    return drafts.find(user) if user is not None else None


def _template_values() -> dict[str, Any]:
    """Staff pages have a frame of their own, errors too."""
    if not is_for_staff(request.path):
        return {}
    return {
        "staff_user": find_current_user(),
        "find_kept_form": _find_kept_form,
        "here": request.full_path.rstrip("?"),
        "error_layout": "layouts/staff.html",
        "in_language": lambda code: f"?{urlencode({**request.args.to_dict(), 'lang': code})}",
    }
