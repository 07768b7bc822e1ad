"""Why a date falls out, moves or is extra: the usual reasons, ready in both languages. Data; residents read the words.

A resident must read something that is true and no more than it has to be: nobody's illness has a name here.
"""

from collections.abc import Mapping

from webapp.schedule.values import Words

CANCELLING: Mapping[str, Words] = {
    "ill": {"nl": "Wegens ziekte", "en": "Because of illness"},
    "few": {"nl": "Te weinig aanmeldingen", "en": "Too few people signed up"},
    "staff": {"nl": "Te weinig mensen om het te doen", "en": "Not enough people to run it"},
    "holiday": {"nl": "Vakantie", "en": "Holiday"},
    "building": {"nl": "Het gebouw is dicht", "en": "The building is closed"},
    "weather": {"nl": "Vanwege het weer", "en": "Because of the weather"},
    "online": {"nl": "Het is nu online", "en": "It is online now"},
}
MOVING: Mapping[str, Words] = {
    "room": {"nl": "De ruimte is niet vrij", "en": "The room is not free"},
    "ill": CANCELLING["ill"],
    "staff": CANCELLING["staff"],
    "holiday": CANCELLING["holiday"],
    "building": CANCELLING["building"],
}
ADDING: Mapping[str, Words] = {
    "demand": {"nl": "Extra keer, omdat veel mensen willen komen", "en": "An extra time, as many people want to come"},
    "instead": {"nl": "In plaats van een keer die niet doorging", "en": "Instead of a time that was cancelled"},
    "special": {"nl": "Iets bijzonders", "en": "Something special"},
}
CLOSING: Mapping[str, Words] = {
    "holiday": CANCELLING["holiday"],
    "works": {"nl": "We verbouwen", "en": "We are rebuilding"},
    "ill": CANCELLING["ill"],
    "staff": {"nl": "Te weinig mensen", "en": "Not enough people"},
    "private": {"nl": "Het gebouw is verhuurd", "en": "The building is rented out"},
}
