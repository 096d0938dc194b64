import re
from collections import Counter

import pytest
from flask_openapi3.openapi import OpenAPI
from werkzeug.routing import Rule

from permits.access import is_public, permission_of
from permits.app.description import operations
from permits.policies import PERMISSIONS, SCOPES
from permits.words import word

# what packages bring along: their addresses are not ours to choose, and what is not opened by name stays shut
FOREIGN = ("swagger.", "openapi.", "static", "vendor_")
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*")
UNTYPED = re.compile(r"<(?![a-z]+[:(])[^>]+>")


def test_every_view_is_locked_or_public(app: OpenAPI) -> None:
    open_doors = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if not endpoint.startswith(FOREIGN) and permission_of(view) is None and not is_public(view)
    ]

    assert open_doors == []


def test_every_permission_asked_for_is_in_the_table(app: OpenAPI) -> None:
    assert {permission_of(view) for view in app.view_functions.values()} - {None} <= set(PERMISSIONS)


def test_every_permission_belongs_to_one_scope_of_tokens_and_each_scope_has_a_name() -> None:
    assert Counter(one for permissions in SCOPES.values() for one in permissions) == Counter(list(PERMISSIONS))
    assert all(word("scope", name) != name for name in SCOPES)


def test_the_description_names_the_scope_of_every_operation_that_needs_a_token(app: OpenAPI) -> None:
    calls = app.test_client().get("/api/v1/openapi.json").get_json()
    told = [one["security"] for _path, _method, one in operations(calls) if one.get("security")]

    assert len(told) > 50
    assert {scope for (one,) in told for scope in one["bearer"]} == set(SCOPES)
    assert calls["paths"]["/api/v1/applications/{application}"]["patch"]["security"] == [{"bearer": ["file"]}]


def test_every_address_is_kebab_case(app: OpenAPI) -> None:
    # what follows /actions/ is the name of a move, as the lifecycles write it
    crooked = [
        rule.rule
        for rule in _own(app)
        for part in rule.rule.partition("/actions/")[0].strip("/").split("/")
        if part and "<" not in part and not SEGMENT.fullmatch(part)
    ]

    assert crooked == []


def test_every_address_says_the_type_of_its_parts(app: OpenAPI) -> None:
    untyped = [rule.rule for rule in _own(app) if UNTYPED.search(rule.rule)]

    assert untyped == []


def test_a_view_that_carries_neither_mark_stays_shut(own_app: OpenAPI) -> None:
    own_app.add_url_rule("/forgotten", view_func=lambda: "open", endpoint="forgotten")
    own_app.add_url_rule("/api/v1/forgotten", view_func=lambda: "open", endpoint="forgotten_api")

    assert own_app.test_client().get("/forgotten").status_code == 302
    assert own_app.test_client().get("/api/v1/forgotten").status_code == 401
    allowed = {"Authorization": "Bearer demo-admin"}
    assert own_app.test_client().get("/api/v1/forgotten", headers=allowed).status_code == 403


@pytest.mark.parametrize("path", ["/account", "/notifications"])
def test_a_stranger_is_sent_to_sign_in_and_back(app: OpenAPI, path: str) -> None:
    answer = app.test_client().get(path)

    assert answer.status_code == 302
    assert answer.location.endswith(f"/login?next={path}")


def _own(app: OpenAPI) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith(FOREIGN)]
