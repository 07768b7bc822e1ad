"""Which addresses may be answered from a replica of the database, so from what was true some seconds ago.

Everything else is read where it is written: all that staff see (`/staff`), all that changes something, and what stands
below with its reason. A new public address has to be put in one of the two (tests/whole_app/test_replica_reads.py).
What a replica does not know yet is looked for at the primary before anybody hears that it is not there.
"""

MAY_BE_SECONDS_OLD = frozenset(
    {
        # Lists, one thing, one day, the map.
        "finding.home",
        "finding.places",
        "finding.place",
        "finding.activities",
        "finding.activity",
        "finding.today",
        "finding.map_feed",
        "finding.map_script",
        "finding.outlines",
        "photos.webp",
        "photos.jpg",
        "tiles.tile",
        "tiles.kept_tiles",
        # Search, ways in without the word, what a GP chooses from.
        "answering.search",
        "answering.suggest",
        "guiding.life_events",
        "guiding.life_event",
        "guiding.helper",
        "handouts.refer",
        "practices.waiting_room",
        "collecting.collections",
        "collecting.collection",
        # The town inside pages of others, and on a screen.
        "embedding.embed",
        "screens.screen",
        "safety.safe",
        # Calendars, pictures for messengers, what search engines read: others keep these for an hour or longer.
        "exchange.places_in_window",
        "exchange.town_calendar",
        "exchange.place_calendar",
        "exchange.activity_calendar",
        "exchange.site_picture",
        "exchange.town_picture",
        "exchange.place_picture",
        "exchange.activity_picture",
        "exchange.sitemap",
        "exchange.site_sitemap",
        "exchange.town_sitemap",
        "exchange.list_sitemap",
        # The directory for other directories, which ask it every hour or day.
        "hsds.root",
        "hsds.list_services",
        "hsds.service",
        "hsds.list_at_locations",
        "hsds.at_location",
        "hsds.list_organizations",
        "hsds.organization",
        "hsds.list_taxonomies",
        "hsds.taxonomy",
        "hsds.list_terms",
        "hsds.term",
        # The town in the pocket and around it.
        "offline.town_package",
        "shell.site_manifest",
        "shell.manifest",
        "shell.offline",
        "town_settings.theme",
        "town_settings.logo",
        "pages.root",
        "pages.about",
        "pages.privacy",
        "pages.accessibility",
    }
)

_OWN_WORDS = "somebody who has just written looks whether it arrived"
_FORM = "what comes of it is written: it shows what the writing would find"
ALWAYS_PRESENT = {
    "following.question": _OWN_WORDS,
    "asking.ask": _FORM,
    "asking.waiting": _FORM,
    "reports.report": _FORM,
    "handouts.handout": "a sheet is opened in the second in which it was made",
    "handouts.pdf": "as the sheet",
    "handouts.contact": "as the sheet",
    "freshness.still_right": "a link that was used has to be known as used",
    "pages.ready": "whether the primary works is what it says",
    "metrics.metrics": "how the primary is, is what it says",
    "pages.live": "reads nothing",
    "pages.robots": "reads nothing",
    "pages.security_txt": "reads nothing",
    "shell.worker": "reads nothing",
    "exchange.openapi": "reads nothing",
    "hsds.profile": "reads nothing",
    "embedding.script": "reads nothing",
    "offline.lexicon_document": "reads nothing",
}
