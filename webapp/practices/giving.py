"""What the picker and the question form ask of a practice, without knowing this room."""

from datetime import datetime

from webapp.areas.models import Municipality
from webapp.asking.coming import on_asked
from webapp.handouts.givers import Giver
from webapp.practices import operations, queries


class Practices:
    def find(self, town: Municipality, code: str) -> Giver | None:
        found = queries.find_practice(town, code)
        if found is None:
            return None
        return Giver(found.code, found.name, found.area or "", found.is_demo, queries.map_favourites(found))

    def gave(self, town: Municipality, code: str, sheet: str, moment: datetime) -> None:
        found = queries.find_practice(town, code)
        if found is not None:
            operations.note_given(found, sheet, moment)

    def opened(self, town: Municipality, sheet: str, moment: datetime) -> bool:
        return operations.note_opened(town, sheet, moment)

    def code_of(self, town: Municipality, sheet: str) -> str:
        return queries.find_code_of_sheet(town, sheet)


on_asked(operations.note_asked)
