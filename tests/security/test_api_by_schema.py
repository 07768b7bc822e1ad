"""The addresses for programs are what /openapi.json says of them: schemathesis makes requests out of it, good and bad
ones, and holds each answer against it. `make faults` makes many (FAULT_CASES an address)."""

import os
import re
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.page import PageClient, forget_last_request
from webapp.core import limits
from webapp.core.addresses import FOR_PROGRAMS

CASES = int(os.environ.get("FAULT_CASES", "12"))
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
TOWN = "alblasserdam"
NO_LIMIT = "100000/second"


@pytest.fixture
def schema(demo: PageClient, demo_application: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("webapp.core.guards._rate", lambda: NO_LIMIT)
    assert limits.read_rate(NO_LIMIT).number
    return schemathesis.openapi.from_wsgi("/openapi.json", app=demo_application)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
def test_each_address_answers_as_it_is_described(schema: Any, mode: GenerationMode) -> None:
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) >= 8
    for operation in operations:
        if mode is GenerationMode.POSITIVE or operation.method == "post":
            hold_against_description(operation, mode)


def hold_against_description(operation: Any, mode: GenerationMode) -> None:
    @settings(
        max_examples=CASES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        if "town" in (case.path_parameters or {}):
            case.path_parameters["town"] = TOWN  # one that is there: else every answer is 404
        if mode is GenerationMode.POSITIVE and operation.method == "post":
            case.headers["Idempotency-Key"] = str(uuid4())
        case.headers["Accept-Encoding"] = "identity"  # its client unpacks no brotli
        forget_last_request()
        case.validate_response(case.call(), checks=list(CHECKS))

    check()


def test_what_it_describes_is_what_there_is(demo: PageClient, demo_application: Flask) -> None:
    """Every address for programs stands in it, and no other."""
    described = demo.get("/openapi.json").json["paths"]
    there = {
        re.sub(r"<uuid:\w+>", "{id}", rule.rule.replace("<slug:town>", "{town}"))
        for rule in demo_application.url_map.iter_rules()
        if rule.rule.startswith(FOR_PROGRAMS)
    }

    assert there == {path for path in described if path.startswith(FOR_PROGRAMS)}


def test_what_may_be_left_out_of_a_question_may_be_null(demo: PageClient) -> None:
    """As the contract says it: a client made from the description has to be able to send that."""
    operation = demo.get("/openapi.json").json["paths"]["/api/v1/{town}/questions"]["post"]
    told = operation["requestBody"]["content"]["application/json"]["schema"]
    optional = told["properties"].keys() - set(told["required"])

    assert {name for name in optional if "null" not in told["properties"][name]["type"]} == set()
    body = {**dict.fromkeys(optional), "topic": "geld", "reply_by": "none"}
    headers = {"Idempotency-Key": str(uuid4())}
    assert demo.post(f"/api/v1/{TOWN}/questions", json=body, headers=headers).status_code == 201
