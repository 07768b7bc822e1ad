"""Dutch public holidays: which days they are says a well-kept library, which of them close the doors says the town."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from webapp.schedule.values import Words

LUSTRUM = 5  # years; counted from the liberation in 1945
LANGUAGE = "nl"  # in which the library names them


@dataclass(frozen=True)
class Holiday:
    """`is_usual`: most doors are closed, unless the town says otherwise; `in_lustrum_years`: once in five years."""

    id: str
    library_name: str
    words: Words
    is_usual: bool = True
    in_lustrum_years: bool = False

    def usually_closes_in(self, year: int) -> bool:
        return self.is_usual or (self.in_lustrum_years and year % LUSTRUM == 0)


HOLIDAYS: Mapping[str, Holiday] = {
    holiday.id: holiday
    for holiday in (
        Holiday("new-year", "Nieuwjaarsdag", {"nl": "Nieuwjaarsdag", "en": "New Year's Day"}),
        Holiday("good-friday", "Goede vrijdag", {"nl": "Goede Vrijdag", "en": "Good Friday"}, is_usual=False),
        Holiday("easter-sunday", "Eerste paasdag", {"nl": "eerste paasdag", "en": "Easter Sunday"}),
        Holiday("easter-monday", "Tweede paasdag", {"nl": "tweede paasdag", "en": "Easter Monday"}),
        Holiday("kings-day", "Koningsdag", {"nl": "Koningsdag", "en": "King's Day"}),
        Holiday("liberation-day", "Bevrijdingsdag", {"nl": "Bevrijdingsdag", "en": "Liberation Day"}, False, True),
        Holiday("ascension", "Hemelvaartsdag", {"nl": "Hemelvaartsdag", "en": "Ascension Day"}),
        Holiday("whit-sunday", "Eerste pinksterdag", {"nl": "eerste pinksterdag", "en": "Whit Sunday"}),
        Holiday("whit-monday", "Tweede pinksterdag", {"nl": "tweede pinksterdag", "en": "Whit Monday"}),
        Holiday("christmas", "Eerste kerstdag", {"nl": "eerste kerstdag", "en": "Christmas Day"}),
        Holiday("second-christmas-day", "Tweede kerstdag", {"nl": "tweede kerstdag", "en": "Boxing Day"}),
    )
}


@cache
def list_holidays(year: int) -> tuple[tuple[date, Holiday], ...]:
    """All of them, in order of day; two may fall on one day (Ascension Day on 5 May 2016)."""
    from holidays import country_holidays

    by_name = {holiday.library_name: holiday for holiday in HOLIDAYS.values()}
    found = country_holidays("NL", years=year, categories=("public", "optional"), language=LANGUAGE)
    days = [(day, name) for day in sorted(found) for name in found.get_list(day)]
    return tuple((day, by_name[name]) for day, name in days if name in by_name)


def closed_days(years: Iterable[int], ticks: Mapping[str, bool]) -> dict[date, Words]:
    """Days on which the doors are closed, with the name of the holiday; `ticks` is where the town differs."""
    return {
        day: holiday.words
        for year in years
        for day, holiday in list_holidays(year)
        if ticks.get(holiday.id, holiday.usually_closes_in(year))
    }
