"""A form that could not be saved stands in the answer once more, so that nobody types it twice.

Only said back to who sent it, from a page of ours; no password and no code, and no files.
"""

from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.core.access import STAFF

MOST_LETTERS = 200_000
SECRET_FIELDS = {"pass_code", "password"}
# Here passwords and codes are typed, and nothing that would be missed.
OF_ACCOUNTS = ("account/", "forgotten", "invitation", "new-password", "second-step", "set-up", "sign-")
NEVER = tuple(f"{STAFF}/{part}" for part in OF_ACCOUNTS)


@dataclass(frozen=True)
class TypedForm:
    """`action` is where it goes, with its query; `fields` in the order of the form. `had_files`: choose them again."""

    action: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool

    @property
    def words(self) -> tuple[str, ...]:
        """What a person would recognise: everything that is no tick, number or code."""
        return tuple(value for _name, value in self.fields if " " in value.strip())


def typed_form() -> TypedForm | None:
    """Of this request, or None where there is none to say back."""
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return None
    try:
        fields = tuple(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return None
    if not fields or request.path.startswith(NEVER) or SECRET_FIELDS & {name for name, _value in fields}:
        return None
    if sum(len(value) for _name, value in fields) > MOST_LETTERS:
        return None
    return TypedForm(request.full_path.rstrip("?"), fields, any(request.files.values()))
