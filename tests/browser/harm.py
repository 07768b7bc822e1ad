"""A place whose texts try to be more than texts. Every page of these tests is made with it in the town."""

from webapp.areas.queries import get_municipality
from webapp.core.database import commit
from webapp.core.geo import Position
from webapp.places.facts import PlaceFacts, PlaceTexts
from webapp.places.operations import save_place

SLUG = "kwaad-in-de-zin"
# HTML, a template of Jinja, a template literal of JavaScript, quotes, and a word longer than any screen.
NAME = "<script>stolen=1</script>{{7*7}}${stolen=1}`\"'><img src=x>" + "Vergaderzaal" * 10
MARKUP = "<b onclick=alert(1)>{% raw %}</b></p></script><script src=//evil.example/x.js></script>"


def store_harmful_place(town: str) -> None:
    save_place(
        get_municipality(town),
        PlaceFacts(
            kind="buurthuis",
            position=Position(51.8600, 4.6610),
            street=MARKUP,
            opening_hours_note=MARKUP,
            phone="078 - 000 00 00",
            website="https://harmless.example/?<script>alert(1)</script>".replace("<", "%3C").replace(">", "%3E"),
        ),
        {"nl": PlaceTexts(name=NAME, summary=MARKUP, description=f"{MARKUP}\n\n{'Lang' * 60}", getting_there=MARKUP)},
        source="test",
        external_id=SLUG,
        slug=SLUG,
    )
    commit()
