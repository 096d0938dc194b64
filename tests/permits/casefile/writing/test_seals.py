from datetime import date

import pytest

from permits.casefile.writing.seals import COVERS, Seals, add_to, refuse_unrecorded, seal
from permits.errors import SetupFault
from permits.models import Base, Licence, Material, Permit, Timer

ROW = {"key": "trees", "conditions": None}


def test_every_covered_column_is_one_of_its_table() -> None:
    for cover in COVERS:
        assert {*cover.named, *cover.columns} <= set(cover.table.columns.keys()), cover.table.name
        assert cover.table in Base.metadata.sorted_tables


def test_a_row_is_sealed_by_the_columns_that_changed_with_the_digest_before() -> None:
    seals = Seals("salt")
    row = type("Row", (), {"key": "trees", "conditions": [{"text": "夜间施工"}]})()

    seals.note(Permit, row, {"conditions": [], "version": 2}, row)

    before, after = seal("salt", "conditions", [{"text": "夜间施工"}]), seal("salt", "conditions", [])
    assert seals.take() == {"permit:trees": {"conditions": [before, after]}}
    assert seals.take() == {}


def test_a_new_row_has_no_digest_before_and_what_did_not_change_is_left_out() -> None:
    seals = Seals("salt")
    kept = type("Row", (), {"number": "A-P1", "valid_to": date(2026, 1, 1)})()

    seals.note(Material, {"code": "M01", "version": 1}, {"sha256": "0", "storage_key": "k"})
    seals.note(Licence, kept, {"valid_to": date(2026, 1, 1)}, kept)
    seals.note(Timer, {}, {"state": "armed"})

    assert seals.take() == {"material:M01:1": {"sha256": [seal("salt", "sha256", "0")]}}


def test_a_removed_row_is_noted_and_seals_of_one_event_are_joined() -> None:
    seals, payload = Seals("salt"), {"seals": {"permit:trees": {"decision": ["a"]}, "application": {"answers": ["b"]}}}
    seals.note(Permit, ROW, {"conditions": None})
    seals.note_struck(Permit, ROW)

    add_to(payload, {**seals.take(), "application": {"outcome": ["c"]}})

    assert payload["seals"] == {"permit:trees": None, "application": {"answers": ["b"], "outcome": ["c"]}}


def test_a_notice_is_sealed_without_its_receipt() -> None:
    assert seal("s", "facts", {"number": "1", "receipt": {"seq": 1}}) == seal("s", "facts", {"number": "1"})


def test_what_no_event_records_is_refused() -> None:
    refuse_unrecorded({})
    with pytest.raises(SetupFault, match="permit:trees"):
        refuse_unrecorded({"permit:trees": None})
