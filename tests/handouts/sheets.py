"""A sheet as it is made."""

from tests.page import PageClient, one, parse, text_of

TOWN = "alblasserdam"
REFER = f"/nl/{TOWN}/refer"
THING = "activities/inloop-geld-en-post"


def give(client: PageClient, *picks: str, language: str = "nl", **told: str) -> str:
    """The address of the sheet."""
    form = {"theme": "geld", "area": "all", "language": language, "pick": list(picks or [THING]), **told}
    answer = client.post(REFER, data=form)
    assert answer.status_code == 303, text_of(one(parse(answer.text), "main"))
    return answer.headers["Location"]
