import pytest
from flask_openapi3.openapi import OpenAPI
from werkzeug.exceptions import ServiceUnavailable

from permits.access import public
from permits.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Refusal,
    TooLarge,
    Unauthenticated,
    Unavailable,
    UnsupportedMedia,
)
from tests.pages import CheckedClient
from workflows import N_, ActionNotOpen, GuardsUnmet, RoleNotHeld, WorkflowError

REFUSALS: list[tuple[Refusal | WorkflowError, int, str]] = [
    (Unauthenticated(), 401, "unauthenticated"),
    (NotFound(), 404, "not_found"),
    (Forbidden(), 403, "role_not_held"),
    (RoleNotHeld(), 403, "role_not_held"),
    (ActionNotOpen(), 409, "action_not_open"),
    (GuardsUnmet(unmet=("Name the applicant",)), 409, "guards_unmet"),
    (Conflict("version_conflict", details={"version": 2}), 409, "version_conflict"),
    (Invalid.at("limit", "Sign in first"), 422, "invalid"),
    (TooLarge(), 413, "too_large"),
    (UnsupportedMedia(), 415, "unsupported_media"),
    (Unavailable(), 503, "unavailable"),
]


PAGE, ADDRESS = "/verify", "/api/v1/bundles"


def refuse_with(patch: pytest.MonkeyPatch, app: OpenAPI, refusal: Exception) -> None:
    """Let a page and an address of the API, both public, end in a refusal."""

    @public
    def view() -> str:
        raise refusal

    for path in (PAGE, ADDRESS):
        endpoint, _ = app.url_map.bind("localhost").match(path)
        patch.setitem(app.view_functions, endpoint, view)


@pytest.mark.parametrize(("refusal", "status", "code"), REFUSALS)
def test_a_program_is_told_why_it_was_refused_as_a_problem(
    monkeypatch: pytest.MonkeyPatch, app: OpenAPI, refusal: Refusal, status: int, code: str
) -> None:
    refuse_with(monkeypatch, app, refusal)

    answer = app.test_client().get(ADDRESS)

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert (answer.json["status"], answer.json["code"]) == (status, code)
    assert answer.json["detail"]


@pytest.mark.parametrize(("refusal", "status", "code"), REFUSALS)
def test_a_person_is_told_why_they_were_refused_on_a_page(
    monkeypatch: pytest.MonkeyPatch, app: OpenAPI, client: CheckedClient, refusal: Refusal, status: int, code: str
) -> None:
    refuse_with(monkeypatch, app, refusal)

    assert client.get(PAGE).status_code == status


def test_the_unmet_sentences_the_faulty_fields_and_the_changes_stand_in_the_problem(
    monkeypatch: pytest.MonkeyPatch, app: OpenAPI
) -> None:
    refuse_with(
        monkeypatch, app, GuardsUnmet(unmet=(N_("Name the applicant"),), law="Administrative Licensing Law art. 29")
    )
    english = {"Accept-Language": "en"}

    unmet = app.test_client().get(ADDRESS, headers=english).json

    assert unmet["unmet"] == ["Name the applicant"]
    assert unmet["law"] == "Administrative Licensing Law art. 29"


def test_a_program_reads_chinese_unless_it_asks_for_english(monkeypatch: pytest.MonkeyPatch, app: OpenAPI) -> None:
    refuse_with(monkeypatch, app, Unauthenticated())

    def told(**headers: str) -> str:
        return str(app.test_client().get(ADDRESS, headers=headers).json["detail"])

    assert told() == "请先登录"
    assert told(**{"Accept-Language": "fr"}) == "请先登录"
    assert told(**{"Accept-Language": "en-GB,en;q=0.8"}) == "Sign in first"


def test_unknown_addresses_wrong_methods_and_own_faults_are_answered_in_kind(
    app: OpenAPI, client: CheckedClient
) -> None:
    assert client.get("/nowhere").status_code == 404
    assert client.get("/api/v1/nowhere").json["code"] == "not_found"
    assert client.post("/healthz").status_code == 405


def test_a_fault_of_ours_tells_nothing_but_its_number(monkeypatch: pytest.MonkeyPatch, app: OpenAPI) -> None:
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    refuse_with(monkeypatch, app, ZeroDivisionError("secret"))

    answer = app.test_client().get(ADDRESS, headers={"X-Request-ID": "given-by-caller"})

    assert (answer.status_code, answer.json["request_id"]) == (500, "given-by-caller")
    assert "secret" not in answer.text


def test_a_refusal_of_the_framework_is_a_page_too(
    monkeypatch: pytest.MonkeyPatch, app: OpenAPI, client: CheckedClient
) -> None:
    refuse_with(monkeypatch, app, ServiceUnavailable())

    assert client.get(PAGE).status_code == 503
