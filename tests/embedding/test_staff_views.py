"""A coordinator lets a site show the town, and no longer."""

import pytest

from tests.page import PageClient, texts
from tests.staff import signed_in_client, submit
from webapp.accounts.rules import COORDINATOR
from webapp.areas.models import Municipality
from webapp.embedding.queries import list_allowed, list_origins
from webapp.embedding.rules import MOST_ORIGINS

DESK = "/staff/brinkdam/settings/embeds"


@pytest.fixture
def coordinator(brinkdam: Municipality) -> PageClient:
    return signed_in_client(COORDINATOR, brinkdam)


def policy(client: PageClient) -> str:
    return client.get("/nl/brinkdam/embed").headers["Content-Security-Policy"]


def test_a_site_comes_and_goes(coordinator: PageClient, client: PageClient, brinkdam: Municipality) -> None:
    assert submit(coordinator, DESK, name="Bibliotheek", address="https://bieb.example/agenda").status_code == 303
    assert policy(client).endswith("frame-ancestors https://bieb.example")
    assert texts(coordinator.page(DESK), ".sign-ins__device") == ["Bibliotheek"]
    [row] = list_origins(brinkdam)
    submit(coordinator, f"{DESK}/{row.id}/remove", form_page=DESK)

    assert policy(client).endswith("frame-ancestors 'none'")
    assert list_allowed(brinkdam) == []


@pytest.mark.parametrize(
    ("name", "address", "field"),
    [
        ("", "https://bieb.example", "name"),
        ("Bieb", "http://bieb.example", "address"),
        ("Bieb", "https://*.example", "address"),
        ("Bieb", "", "address"),
    ],
)
def test_a_slip_is_said_beside_its_field(
    coordinator: PageClient, brinkdam: Municipality, name: str, address: str, field: str
) -> None:
    answer = submit(coordinator, DESK, name=name, address=address)

    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
    assert list_allowed(brinkdam) == []


def test_the_same_site_twice_is_once_and_there_is_an_end(coordinator: PageClient, brinkdam: Municipality) -> None:
    for name in ("Bieb", "Bibliotheek"):
        submit(coordinator, DESK, name=name, address="https://bieb.example")
    assert [(row.name, row.origin) for row in list_origins(brinkdam)] == [("Bibliotheek", "https://bieb.example")]

    for number in range(1, MOST_ORIGINS):
        assert submit(coordinator, DESK, name="Site", address=f"https://s{number}.example").status_code == 303
    assert submit(coordinator, DESK, name="Site", address="https://nog-een.example").status_code == 422
