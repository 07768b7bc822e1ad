"""What is merged."""

from tests.build import make_place
from webapp.areas.models import Municipality
from webapp.extensions import db
from webapp.places.facts import PlaceTexts
from webapp.places.models import Place
from webapp.places.operations import write_place_text


def two(town: Municipality) -> tuple[Place, Place]:
    kept = make_place(
        town, "De Brink", slug="de-brink", phone="0101234567", themes=("geld",), opening_hours="Mo 09:00-12:00"
    )
    gone = make_place(
        town,
        "Buurthuis De Brink",
        slug="buurthuis-de-brink",
        phone="0107654321",
        email="brink@example.nl",
        themes=("gezin", "geld"),
        opening_hours="Tu 10:00-17:00",
        description="Met een tuin.",
    )
    write_place_text(gone, "en", PlaceTexts("Brink community centre", "Garden"))
    db.session.commit()
    return kept, gone
