from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, update

from permits.models import (
    Application,
    Event,
    FeeNotice,
    Licence,
    LicenceChange,
    Material,
    Notice,
    Payment,
    Permit,
    Statement,
    WorkItem,
)
from permits.queries.case.trail import events_of, named
from permits.services.intake import acceptance
from permits.services.licences import endings
from permits.services.oversight import audit
from permits.verifier import GENESIS, event_hash, first_broken_link
from tests.permits.lives import Life
from tests.permits.services.money.test_fees import accepted, granted, pay
from tests.permits.services.oversight.test_audit import _findings, _tamper

REWRITES: dict[str, Any] = {
    "application: answers": update(Application).values(answers={"occupy": {"area_m2": 600}}),
    "application: applicant": update(Application).values(applicant={"name": "他人"}),
    "permit:road-occupation: conditions": update(Permit).values(conditions=[{"kind": "hours", "text": "随时"}]),
    "permit:road-occupation: reasons": update(Permit).values(reasons={"opinion": "改写"}),
    "work_item:road-occupation:police:co_approval:1: opinion": update(WorkItem)
    .where(WorkItem.kind == "co_approval")
    .values(opinion="不同意。"),
    "scope": update(Licence).values(scope={"days": 900}),
    "valid_to": update(Licence).values(valid_to=date(2039, 1, 1)),
    "material:M01:1: sha256": update(Material).where(Material.code == "M01").values(sha256="0" * 64),
    "facts": update(Notice).where(Notice.kind == "grant").values(facts={"number": "改写"}),
    "amount_fen": update(FeeNotice).values(amount_fen=1),
    "is missing": delete(Notice).where(Notice.kind == "acceptance"),
}


@pytest.mark.tampers
def test_a_rewritten_row_is_found(life: Life) -> None:
    filed = life.decided()
    assert _findings(life) == {filed: None}

    for what, statement in REWRITES.items():
        with life.engine.connect() as conn:
            conn.execute(statement)
            (found,) = audit.verify(conn)
            conn.rollback()
        assert what in str(found.broken), (what, found)


BESIDE: dict[str, Any] = {
    "payment:counter:payment:S1: amount_fen": update(Payment).values(amount_fen=1),
    # the text is part of the name of a statement
    "was never recorded": update(Statement).values(text="改写"),
    "by": update(Statement).values(by="他人"),
    "reason": update(LicenceChange).values(reason="改写"),
    "before": update(LicenceChange).values(before={"valid_to": "2039-01-01"}),
    "payment:counter:payment:S1 is missing": delete(Payment),
    "is missing": delete(Statement),
}


@pytest.mark.tampers
def test_a_rewritten_payment_statement_or_change_of_a_licence_is_found(life: Life) -> None:
    filed = granted(life, accepted(life))
    pay(life, filed, 10_000)
    number = life.rows(Licence, filed)[0].number
    life.hear(number)
    life.act("roads-head", endings.revoke, number, endings.Revocation(ground="fraud", reason="材料系伪造。"))
    assert _findings(life)[filed] is None

    for what, statement in BESIDE.items():
        with life.engine.connect() as conn:
            conn.execute(statement)
            found = {one.application: one for one in audit.verify(conn)}[filed]
            conn.rollback()
        assert what in str(found.broken), (what, found)


@pytest.mark.tampers
def test_a_rewritten_internal_text_is_found(life: Life) -> None:
    filed = life.submitted(papers=False)
    life.act(
        "window",
        acceptance.declare_not_required,
        filed,
        reason="无需许可。",
        law="《城市道路管理条例》第三十条",
        note="内部备注",
    )
    assert _findings(life) == {filed: None}

    _tamper(life, update(Event).where(Event.internal.is_not(None)).values(internal={"note": "改写"}))

    assert "internal texts of event 3" in str(_findings(life)[filed])


def test_a_case_from_before_the_seals_is_verified_by_its_links(life: Life) -> None:
    filed = life.submitted(papers=False)
    bare = {"salt": "", "event_hash": ""}
    with life.engine.connect() as conn:
        if conn.dialect.name == "sqlite":
            for trigger in ("event_no_update", "event_no_delete", "event_no_replace"):
                conn.exec_driver_sql(f"drop trigger {trigger}")
        else:
            conn.exec_driver_sql("set local session_replication_role = replica")
        previous = GENESIS
        for event in events_of(conn, filed):
            old = {**event, "payload": {"note": "口头说明", "to": "received"}, "prev_hash": previous}
            previous = event_hash(previous, old)
            changed = {"payload": old["payload"], "prev_hash": old["prev_hash"], "hash": previous}
            conn.execute(update(Event).where(Event.seq == event["seq"]).values(**changed))
        conn.execute(update(Application).values(**{**bare, "event_hash": previous}))
        (found,) = audit.verify(conn)
        shown = named(events_of(conn, filed), "zh", in_office=False)
        conn.rollback()

    assert found.broken is None
    assert {str(one["payload"]) for one in shown} == {"{'to': 'received'}"}
    assert [one["redacted"] for one in shown] == [["note"]] * len(shown)
    assert first_broken_link(shown) is None
