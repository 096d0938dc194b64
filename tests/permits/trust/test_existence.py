"""Another company never learns that a case exists: one answer, whatever it sends, for every operation and page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from permits import clock
from permits.access import is_public, permission_of
from permits.policies import PERMISSIONS
from tests.offices import Office
from tests.permits.trust.test_internal_texts import paths, state_of

SENT_TO_THE_API: list[dict[str, Any]] = [
    {"json": {"expected_version": "x", "note": 7, "reason": 1, "stars": 9, "no_such_field": 1}},
    {"json": {"expected_version": 0, "stars": 9, "reason": "", "ground": "?", "changes": {}}},
    {"data": "{", "content_type": "application/json"},
]
SENT_TO_PAGES: list[dict[str, Any]] = [{"data": {}}, {"data": {"version": "0", "stars": "9", "reason": "", "go": "?"}}]


def operations(office: Office, case: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every call that an applicant may make about a case."""
    for rule in office.app.url_map.iter_rules():
        view = office.app.view_functions[rule.endpoint]
        permission = permission_of(view)
        if is_public(view) or permission is None or "applicant" not in PERMISSIONS[permission] or not rule.arguments:
            continue
        for path in paths(office, rule, case):
            yield from ((method, path) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def told(answer: Any, path: str) -> tuple[int, str]:
    """Give what an answer says, without the address asked for and the number of the request."""
    text = answer.get_data(as_text=True).replace(path, "").replace(' data-comes-back=""', "")
    return answer.status_code, re.sub(r"[0-9a-f]{32}|csrf_token.*?>", "", text)


def test_another_company_gets_the_answer_about_nothing_whatever_it_sends(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: moment)  # pages of a sandbox show the minute
    case = {**state_of(office, office.accepted()["id"]), "licences": []}
    client = office.app.test_client()
    client.post("/login", data={"username": "contractor2", "password": "contractor2"})
    calls, headers = list(operations(office, case)), {**office.contractor2.headers}
    nowhere = {start: f"{start}applications/987654" for start in ("/", "/api/v1/")}
    nothing = {start: told(client.get(path, headers=headers), path) for start, path in nowhere.items()}

    differing = set()
    for method, path in calls:
        start = "/api/v1/" if path.startswith("/api/") else "/"
        bodies = SENT_TO_THE_API if start != "/" else SENT_TO_PAGES
        for more in [{}] if method == "GET" else bodies:
            answer = told(client.open(path, method=method, headers=headers, **more), path)
            if answer != nothing[start]:
                differing.add((method, path, answer[0]))

    assert len(calls) > 80
    assert {status for status, _ in nothing.values()} == {404}
    assert differing == set()
