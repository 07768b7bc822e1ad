"""Whether somebody offers help instead of asking for it, by how they say so. Pure.

"Helpen bij de voedselbank" and "work with animals" are said by who wants to do something; "help met formulieren" and
"help me" by who needs something. Where it may be either, it is a question: help comes first.
"""

import re

# Patterns over the cleaned words of a search, `_` for what may stand between. No quantifier within another: each is
# tried in time that grows with the length of the text, which is at most twelve words.
_OTHERS_NL = r"(?:anderen|mensen|iemand|ouderen|kinderen|buren|dieren|vluchtelingen|eenzamen|bewoners)"
_OTHERS_EN = r"(?:others|people|somebody|someone|animals|elderly|seniors|neighbours|neighbors|children|kids|refugees)"
_PATTERNS = (
    # Dutch
    rf"\b{_OTHERS_NL} (?:helpen|rijden|voorlezen|bezoeken|gezelschap houden)\b",
    rf"\b(?:iets|wat|graag) (?:voor|met) (?:een ander|{_OTHERS_NL})\b",
    r"\b(?:iets|wat) (?:doen|betekenen) (?:voor|met)\b",
    r"\biemand (?:\w+ )?(?:helpen|rijden|bezoeken)\b",
    r"\b(?:mensen|iemand|ouderen) (?:naar|met) (?:\w+ )?(?:\w+ )?(?:rijden|brengen|vervoeren)\b",
    r"\bhelpen (?:in|op|als)\b",
    r"\b(?:helpen|help|meehelpen) bij (?:de|het|een) \w*(?:bank|club|cafe|huis|tuin|sport|boerderij|keuken|bieb)\b",
    r"\b(?:meehelpen|mee helpen|wil helpen|kan helpen|wil graag helpen)\b(?! (?:bij|met) mijn)",
    r"\b(?:koken|rijden|klussen|zorgen|werken|boodschappen doen|iets doen) voor (?:een ander|anderen|mensen|ouderen)\b",
    r"\b(?:werken|omgaan) met (?:dieren|mensen|kinderen|ouderen)\b",
    r"\bword (?:ik )?(?:\w+ )?(?:maatje|vrijwilliger|gastvrouw|gastheer|buddy)\b",
    r"\b(?:maatje|vrijwilliger|gastvrouw|gastheer|buddy|taalmaatje) (?:worden|zijn)\b",
    # English
    rf"\bhelp(?:ing)? (?!for |with |from |my )(?:(?!my )\w+ )?{_OTHERS_EN}\b(?! me)",
    r"\b(?:want|like|love) to help\b(?! me)",
    r"\b(?:i can|can i|how can i|to) help (?:out|at|in)\b",
    r"\bhelp(?:ing)? (?:out|at)\b",
    rf"\bwork(?:ing)? with (?:the )?{_OTHERS_EN}\b",
    rf"\b(?:cook|cooking|drive|driving|something|do something|shopping) for (?:the )?(?:other people|{_OTHERS_EN})\b",
    rf"\b(?:drive|visit|teach|coach) (?:\w+ )?{_OTHERS_EN}\b",
    r"\b(?:become|be) an? (?:\w+ )?(?:buddy|volunteer|host|hostess|coach|mentor)\b",
)  # fmt: skip
_OFFERS = re.compile("|".join(_PATTERNS))
# Who says one of these asks, whatever else is said.
_ASKS = re.compile(
    r"\b(?:help mij|help me|helpen mij|mij helpen|me helpen|wie kan|kan iemand|iemand die mij"
    r"|can (?:somebody|someone|anyone)|who can|helps? my|for me|voor mij)\b"
)


OFFERS, ASKS = _OFFERS.pattern, _ASKS.pattern  # also read by browsers: nothing in them that only Python knows


def is_offer(cleaned: str) -> bool:
    return bool(_OFFERS.search(cleaned)) and not _ASKS.search(cleaned)
