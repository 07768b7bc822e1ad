"""Kinds of our taxonomy as types of schema.org. Only types that exist there, and only what a thing really is.

schema.org has no community centre: a building open to all is a CivicStructure. What gives things away or where people
work is a Place: a shop, an office or a business would say too much.
"""

PLACE_TYPES = {
    "buurthuis": "CivicStructure",
    "mfa": "CivicStructure",
    "inloop": "CivicStructure",
    "informatiepunt": "CivicStructure",
    "huiskamer": "CivicStructure",
    "jongerencentrum": "CivicStructure",
    "bibliotheek": "Library",
    "voedselbank": "Place",
    "kledingbank": "Place",
    "geloofsgebouw": "PlaceOfWorship",
    "gezondheidscentrum": "MedicalClinic",
    "school": "School",
    "peuterplek": "ChildCare",
    "sportplek": "SportsActivityLocation",
    "groene-plek": "Park",
    "leerwerkplek": "Place",
    "theater": "EventVenue",
    "halte": "CivicStructure",
}
OTHER_PLACE = "Place"
# No place to go to: a service through a channel.
WITHOUT_A_DOOR = frozenset({"online", "telefoon"})
# Help that is there for whoever comes; the other kinds are events.
SERVICES = frozenset({"spreekuur", "inloop", "hulp", "informatie", "maatje"})
# bewonersinitiatief, informeel-vrijwillig, …: who they are is told in words; only the town itself is a government.
ORGANISATION = "Organization"


def place_type(kind: str) -> str:
    return PLACE_TYPES.get(kind, OTHER_PLACE)
