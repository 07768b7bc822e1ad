"""A server that speaks the protocol of PDOK's Locatieserver, with three addresses."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.far_server import FarServer, Heard, Reply

PATH = "/bzk/locatieserver/search/v3_1"
BRINK = {
    "type": "adres",
    "weergavenaam": "Brink 4, 9991AB Brinkdam",
    "straatnaam": "Brink",
    "huisnummer": 4,
    "huis_nlt": "4",
    "postcode": "9991AB",
    "woonplaatsnaam": "Brinkdam",
    "gemeentecode": "9001",
    "gemeentenaam": "Brinkdam",
    "centroide_ll": "POINT(5.52 52.21)",
}
STREET = {
    "type": "weg",
    "weergavenaam": "Brink, Brinkdam",
    "straatnaam": "Brink",
    "woonplaatsnaam": "Brinkdam",
    "gemeentecode": "9001",
    "centroide_ll": "POINT(5.521 52.211)",
}
ELSEWHERE = {
    **BRINK,
    "weergavenaam": "Dorpsstraat 9, 1234AB Elders",
    "straatnaam": "Dorpsstraat",
    "huis_nlt": "9",
    "woonplaatsnaam": "Elders",
    "gemeentecode": "9099",
    "centroide_ll": "POINT(5.9 52.4)",
}


def answers(*docs: Any) -> Reply:
    response = {"numFound": len(docs), "start": 0, "maxScore": 7.1, "numFoundExact": True, "docs": list(docs)}
    return Reply(json.dumps({"response": response}).encode(), headers={"Content-Type": "application/json"})


def register(heard: Heard) -> Reply:
    """Keeps to the filters, and finds what has the first word of the query in its name."""
    parts = urlsplit(heard.target)
    assert parts.path == f"{PATH}/free"
    asked = parse_qs(parts.query)
    wanted = asked["q"][0].casefold().split()[0]
    found = [doc for doc in (STREET, BRINK, ELSEWHERE) if wanted in str(doc["weergavenaam"]).casefold()]
    for only in asked["fq"]:
        name, _, value = only.partition(":")
        found = [doc for doc in found if str(doc[name]) in value]
    return answers(*found)


def url_of(server: FarServer) -> str:
    return server.url(PATH)
