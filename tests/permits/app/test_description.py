import pytest
from flask_openapi3.openapi import OpenAPI

from permits.app.description import NOTHING_KEPT, WRITING, operations

# nothing is there yet that could have changed meanwhile
MAKES_NEW = frozenset(
    {"/api/v1/applications", "/api/v1/public/notices/{notice}/statements", "/api/v1/bundles/proposals"}
)


@pytest.fixture(scope="module")
def described(founded: tuple[OpenAPI, object]) -> dict[str, object]:
    return founded[0].api_doc


def test_every_refusal_is_a_problem_document_and_every_call_names_those_it_can_meet(
    described: dict[str, object],
) -> None:
    for path, method, operation in operations(described):
        refusals = {status: one for status, one in operation["responses"].items() if status >= "400"}
        assert {kind for one in refusals.values() for kind in one["content"]} == {"application/problem+json"}, path
        assert {"400", "404", "422", "429", "500", "503"} <= refusals.keys(), path
        assert ("401" in refusals) >= bool(operation.get("security")), path
        assert method not in WRITING or {"409", "413", "415"} <= refusals.keys(), path
        assert any(status < "300" for status in operation["responses"]), path


# what is removed or revoked is named by its address, once
WITHOUT_BODY = frozenset(
    {"/api/v1/applications/{application}/materials/{material_id}", "/api/v1/powers-of-attorney/{power_id}/revoke"}
)


def test_every_call_that_writes_takes_a_key_and_the_version_its_caller_saw(described: dict[str, object]) -> None:
    schemas = described["components"]["schemas"]  # type: ignore[index]  # JSON
    writing = [(path, one) for path, method, one in operations(described) if method in WRITING]
    assert {path for path, _ in writing} >= NOTHING_KEPT
    for path, operation in writing:
        keys = (
            [one["name"] for one in operation["parameters"] if one["in"] == "header"]
            if "parameters" in operation
            else []
        )
        assert (keys == ["Idempotency-Key"]) is (path not in NOTHING_KEPT), path
        if "requestBody" not in operation:
            assert path in WITHOUT_BODY
            continue
        (content,) = operation["requestBody"]["content"].values()
        body = schemas[content["schema"]["$ref"].rpartition("/")[2]]
        assert ("expected_version" in body["properties"]) or path in NOTHING_KEPT | MAKES_NEW, path
