"""Reads how a case stands for its applicant, for the sentences of the tracking page."""

from collections.abc import Iterable, Sequence
from datetime import date

from permits.casefile import CaseFile, PermitRow
from permits.casefile.facts import current_route, unanswered_moot
from permits.casefile.fees import fee_notices, gating_fees
from permits.casefile.ledger import counting
from permits.casefile.outstanding_materials import outstanding_materials
from permits.casefile.seen import rows_of
from permits.http import say
from permits.queries.reading.rows_beside import Hearing, Stop
from permits.services.intake.investigations import needs_of
from permits.services.offers.actions import Offer
from permits.web.next_steps import Standing
from permits.words import word
from workflows import group, read

CLOCKS = {"received": "intake", "supplement": "supplement", "delivered": "closing"}
AT_WORK = group("work_item", "open")
UNSERVED = group("application", "unserved")


def standing_of(case: CaseFile, offers: Sequence[Offer], on: date, language: str) -> Standing:
    """Gather the facts behind the next step from a case opened for reading."""
    ready = {(one.name, one.target) for one in offers if one.ready}
    answer_by = _last_day(case, CLOCKS.get(case.app.state, "delivery"), on)
    undecided = _of_state(case, group("permit", "undecided"))
    unpaid = [row for row in fee_notices(case) if row.kind == "charge"] if case.app.required else []
    in_review = case.app.state == "in_review"
    return Standing(
        state=case.app.state,
        outcome=case.app.outcome,
        answer_by=answer_by,
        is_late=answer_by is not None and on > answer_by and case.app.state != "delivered",
        is_deemed=case.app.state == "received" and current_route(case).outcome == "proceed",
        promise_by=case.app.promise_by,
        owed=_owed(case, language),
        to_pay_fen=sum(row.amount_fen - row.paid_fen for row in unpaid if row.state in {"due", "partly_paid"}),
        pays_first=bool(unpaid and gating_fees(case)),
        moot=_shorts(case, sorted(unanswered_moot(case)), language) if in_review else (),
        hearings=[
            (case.bundle.permits[row.permit].short.get(language), row.request_by_on)
            for row in rows_of(case, Hearing)
            if row.state == "told" and ("request_hearing", row.permit) in ready
        ],
        granted=_shorts(case, _of_state(case, {"granted"}), language),
        refused=_shorts(case, _of_state(case, {"refused"}), language),
        withdrawn=_shorts(case, _of_state(case, {"withdrawn"}), language),
        working=_at_work(case, language) if in_review else (),
        rests=_rests(case, language) if in_review else (),
        investigated=_investigated(case, language) if case.app.state == "received" else (),
        late_by_law=_past(case, undecided, on, language, legal=True) if in_review else (),
        late_by_promise=_past(case, undecided, on, language, legal=False) if in_review else (),
        may_receive=("receive", str(case.app.id)) in ready,
        may_rate=("rate", str(case.app.id)) in ready,
        serves=case.app.state in UNSERVED and bool(_last_day(case, "delivery", on)),
    )


def _last_day(case: CaseFile, key: str, on: date) -> date | None:
    """Return the last day of a running limit of the case; None where it does not run."""
    if ("application", key) not in case.clocks:
        return None
    _row, clock = counting(case, "application", key)
    return read(clock, case.context.calendar, on).due_on if clock.ended_on is None else None


def _owed(case: CaseFile, language: str) -> list[str]:
    if not case.app.tolerated or case.app.delivered_at is not None:
        return []
    codes = sorted(outstanding_materials(case, current_route(case)))
    return [case.bundle.material_name(code).get(language) for code in codes]


def _of_state(case: CaseFile, states: Iterable[str]) -> list[str]:
    return [key for key, row in case.permits.items() if row.state in states]


def _shorts(case: CaseFile, keys: Iterable[str], language: str) -> list[str]:
    return [case.bundle.permits[key].short.get(language) for key in keys]


def _at_work(case: CaseFile, language: str) -> list[str]:
    held = dict.fromkeys(item.department for item in case.items if item.permit and item.state in AT_WORK)
    bodies, area = case.context.office, case.app.area
    return [bodies.body(area, key).short["en" if language == "en" else "zh"] for key in held]


def _rests(case: CaseFile, language: str) -> list[tuple[str, str]]:
    stopped = [row for row in rows_of(case, Stop) if row.ended_on is None]
    return [
        (case.bundle.permits[row.permit].short.get(language), say(str(word("ground", row.ground)))) for row in stopped
    ]


def _investigated(case: CaseFile, language: str) -> list[tuple[str, str, date]]:
    names, permits = case.context.office.bodies_of(case.app.area), case.bundle.permits
    return [
        (permits[one.permit].short.get(language), names[one.department].short[language], one.on)
        for one in needs_of(case)
        if one.standing == "under_investigation" and one.on
    ]


def _past(case: CaseFile, keys: Iterable[str], on: date, language: str, *, legal: bool) -> list[str]:
    """Name the permits past their last day by law, or only past the promised one; a stopped limit is not past."""
    late = [key for key in keys if case.permits[key].state != "suspended" and _is_past(case.permits[key], on) == legal]
    return _shorts(case, [key for key in late if _is_late(case.permits[key], on)], language)


def _is_past(row: PermitRow, on: date) -> bool:
    return row.statutory_due_on is not None and on > row.statutory_due_on


def _is_late(row: PermitRow, on: date) -> bool:
    return _is_past(row, on) or (row.committed_due_on is not None and on > row.committed_due_on)
