import hashlib
from io import BytesIO

import pytest

from tests.offices import PDF, Office


def test_a_paper_is_kept_with_its_digest_and_a_new_one_beside_it(office: Office) -> None:
    draft = office.draft(papers=False)

    first = office.contractor.hand_in(draft["id"], "M01")
    second = office.contractor.hand_in(draft["id"], "M01", data=PDF + b"%")

    assert set(first) == {"material_id", "code", "sha256", "size_bytes", "version"}
    assert first["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert (first["version"], second["version"]) == (1, 2)
    (shown,) = [
        one for one in office.contractor.get(f"/applications/{draft['id']}")["materials"] if one["code"] == "M01"
    ]
    assert shown["version"] == 2
    assert [(one["material_id"], one["version"]) for one in shown["files"]] == [
        (first["material_id"], 1),
        (second["material_id"], 2),
    ]
    left = office.contractor.call("DELETE", f"/applications/{draft['id']}/materials/{second['material_id']}")
    assert [len(one["files"]) for one in left.get_json()["materials"] if one["code"] == "M01"] == [1]
    office.contractor2.call("DELETE", f"/applications/{draft['id']}/materials/{first['material_id']}", 404)


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("plan.exe", PDF, 415, "unsupported_media"),
        ("plan.pdf", b"MZ\x90\x00 not a document", 415, "unsupported_media"),
        ("plan.pdf", b"", 422, "invalid"),
        ("plan.pdf", PDF + b"0" * (20 * 1024 * 1024), 413, "too_large"),
    ],
)
def test_a_refused_file_leaves_the_form_as_it_was(
    office: Office, name: str, data: bytes, status: int, code: str
) -> None:
    draft = office.draft(papers=False)

    refused = office.contractor.hand_in(draft["id"], "M01", name=name, data=data, expect=status)

    assert refused["code"] == code
    assert office.contractor.get(f"/applications/{draft['id']}") == draft


def test_a_paper_nobody_needs_is_refused(office: Office) -> None:
    draft = office.draft(papers=False)

    for code in ("M20", "M99"):
        assert office.contractor.hand_in(draft["id"], code, expect=422)["errors"][0]["field"] == "code"


def test_a_paper_for_a_version_that_has_changed_is_refused(office: Office) -> None:
    draft = office.draft(papers=False)
    form = {"code": "M01", "expected_version": "99", "note": "12", "file": (BytesIO(PDF), "M01.pdf")}

    refused = office.contractor.call("POST", f"/applications/{draft['id']}/materials", 409, data=form)

    assert refused.get_json()["code"] == "version_conflict"


def test_a_form_without_a_file_is_refused(office: Office) -> None:
    draft = office.draft(papers=False)

    office.contractor.call("POST", f"/applications/{draft['id']}/materials", 422, data={"code": "M01"})
