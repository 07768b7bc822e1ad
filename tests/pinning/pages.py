"""The page of a pin, and what stands in its form."""

from webapp.activities.models import Activity
from webapp.places.models import Place

FRONT_DOOR = {"lat": "52.151234", "lon": "5.151234"}
ADDRESS = {"street": "Brink", "house_number": "4", "postcode": "9991 ab", "city": "Brinkdam"}


def page_of(item: Place | Activity) -> str:
    what = "places" if isinstance(item, Place) else "activities"
    return f"/staff/brinkdam/{what}/{item.id}/pin"


def values_on(document: object) -> dict[str, str]:
    fields = document.query("#pin input")  # type: ignore[attr-defined]
    return {field.attrs["name"]: field.attrs.get("value") or "" for field in fields}
