"""Renew and vary a licence: an application of its own, and the effect of its grant or of silence on the licence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from permits.casefile import ActContext, CaseFile, LicenceRow, PermitRow
from permits.errors import Invalid
from permits.models.base import JsonObject
from permits.queries.reading.rows_beside import standing_answers
from permits.services.case.duties import SYSTEM_ROLES, UNFINISHED, cancel_item
from permits.services.case.numbers import draw_document_number
from permits.services.case.remedies import UNSERVED
from permits.services.case.scope import asked_by
from permits.services.case.terms import last_day, last_granted, period_of, with_length
from permits.services.closing.joining import conclude
from permits.services.filing.applications import About, DraftForm, create_draft
from permits.services.filing.counter import filer_of_child
from permits.services.intake.acceptance import deem_accepted
from permits.services.licences.notices import issue_succession
from permits.services.licences.particulars import site_of
from permits.services.licences.register import act, longest_renewal, note_change, open_licence, rearm_term
from permits.services.money.fees import charge
from permits.services.procedures.conclusion import end_procedures
from permits.services.procedures.stops import end_with_permit
from workflows import N_, PermitFacts, group

LAW_50 = "Administrative Licensing Law art. 50"
LAW_49 = "Administrative Licensing Law art. 49"
ONE_DAY = timedelta(days=1)
ASKED: Mapping[str, Mapping[str, str]] = {
    "renewed": {
        "zh": "被许可人在有效期届满前依法申请延续",
        "en": "The holder asked for a renewal in time",
    },
    "deemed_renewed": {
        "zh": "被许可人依法申请延续，行政机关在有效期届满前未作决定",
        "en": "The holder asked for a renewal in time, and no decision was taken before the term ended",
    },
    "varied": {"zh": "被许可人依法申请变更许可事项", "en": "The holder asked for a variation of what is licensed"},
}


def renew(
    context: ActContext,
    number: str,
    *,
    until: date | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> int:
    """Open the application to renew a licence; returns its id. Its day of submission decides whether it is in time.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the new term does not end after the present one, or a matter without a period is asked for another end.
    Law: Administrative Licensing Law art. 50.
    """
    case, row = open_licence(context, number, expected_version)
    act(case, row, "renew")
    last = longest_renewal(case, row)
    wanted = until or last
    if row.valid_to is None or not row.valid_to < wanted <= last:
        told = N_("The new term ends after the present one, by %(last)s at the latest")
        raise Invalid.at("until", told, law=LAW_50, last=last)
    if wanted != last and not case.bundle.period:
        raise Invalid.at("until", N_("This licence is renewed for a whole term"), law=LAW_50)
    period = {"from": (row.valid_to + ONE_DAY).isoformat(), "to": wanted.isoformat()}
    asked = {case.bundle.period: period} if case.bundle.period else {}
    return _open_child(case, row, kind="renewal", answers={**_held(case, row), **asked}, reason=reason)


def vary(
    context: ActContext,
    number: str,
    changes: Mapping[str, object],
    *,
    reason: str = "",
    expected_version: int | None = None,
) -> int:
    """Open the application to vary place, extent or term of a licence before anything changes; returns its id.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: nothing changes, or a change is malformed.
    Law: Administrative Licensing Law art. 49.
    """
    case, row = open_licence(context, number, expected_version)
    act(case, row, "vary")
    held, rule = _held(case, row), case.bundle.permits[row.permit].validity
    answers = {**held, **changes}
    if answers == held:
        raise Invalid.at("changes", N_("Say what is to be changed"), law=LAW_49)
    if case.bundle.period in changes and rule.term.partition(".")[0] not in changes:
        answers = with_length(case.bundle, row.permit, answers, row.valid_from)
    return _open_child(case, row, kind="variation", answers=answers, reason=reason)


def _held(case: CaseFile, row: LicenceRow) -> JsonObject:
    """Return the answers of a licence as it stands."""
    return standing_answers(case.bundle, row.permit, answers=case.form.answers, scope=row.scope, valid_to=row.valid_to)


def _open_child(case: CaseFile, row: LicenceRow, *, kind: str, answers: Mapping[str, object], reason: str) -> int:
    form = case.form
    made = create_draft(
        case.context,
        DraftForm(case.app.bundle, form.applicant, form.agent, form.project, site_of(case, row), answers),
        about=About(kind, row.number),
        filer=filer_of_child(case),
    )
    case.record(
        "licence.renewal_opened" if kind == "renewal" else "licence.variation_opened",
        {"licence": row.number, "permit": row.permit, "application": made, "reason": reason},
    )
    case.save()
    return made


@dataclass(frozen=True, slots=True)
class Granted:
    """The effect of a granted child application on its licence."""

    kind: str
    document: str
    department: str  # who decided it
    valid_to: date | None
    scope: Mapping[str, object] | None = None
    conditions: tuple[Mapping[str, object], ...] | None = None


def carry_into_licence(child: CaseFile, permit: PermitRow, decision: Any) -> bool:
    """Apply a granted renewal or variation to its licence; recorded in both chains.

    Returns False where the grant makes a new licence: the application is about none, or the licence has ended.
    Law: Administrative Licensing Law art. 49, 50.
    """
    if child.app.kind not in {"renewal", "variation"}:
        return False
    case, row = open_licence(child.context, child.app.about_licence or "")
    if row.state != "in_force":
        return False
    narrower = decision.verdict.narrower or {}
    conditions = tuple(dict(one) for one in decision.verdict.conditions)
    if child.app.kind == "renewal":
        renewed_to = min(_granted_to(child, narrower, row), longest_renewal(case, row))
        _carry(case, row, Granted("renewed", decision.number, permit.department, renewed_to, conditions=conditions))
    else:
        ends = last_day(case.bundle, row.permit, child.form.answers, narrower=narrower, starts=row.valid_from)
        _carry(case, row, _variation(case, child, permit, decision, ends=ends))
        term = (row.valid_from, row.valid_to)
        charge(case, case.permits[row.permit], narrower=narrower, validity=term, answers=child.form.answers)
    case.save()
    child.change(permit, licence_number=row.number)
    return True


def _variation(case: CaseFile, child: CaseFile, permit: PermitRow, decision: Any, *, ends: date | None) -> Granted:
    answers, verdict = child.form.answers, decision.verdict
    scope = {"asked": {name: answers[name] for name in asked_by(case.bundle, permit.key) if answers.get(name)}}
    if child.form.site != case.form.site:
        # the place the variation grants; the form of the licence's own case stays as it was decided
        scope["site"] = child.form.site
    if verdict.narrower:
        scope["narrower"] = dict(verdict.narrower)
    conditions = tuple(dict(one) for one in verdict.conditions)
    return Granted("varied", decision.number, permit.department, ends, scope, conditions)


def _granted_to(child: CaseFile, narrower: dict[str, Any], row: LicenceRow) -> date:
    """Return the last day granted: the one asked for, or an earlier one of a narrower scope, counted from its start."""
    starts = (row.valid_to or child.context.today) + ONE_DAY
    return min([_asked_to(child, row), *last_granted(child.bundle, row.permit, narrower, starts)])


def _asked_to(child: CaseFile, row: LicenceRow) -> date:
    """Return the last day a renewal asks for; a matter without a period asks for the longest."""
    asked = period_of(child.bundle, child.form.answers).get("to")
    return date.fromisoformat(asked) if asked else longest_renewal(child, row)


def _carry(case: CaseFile, row: LicenceRow, granted: Granted) -> None:
    is_renewal = granted.kind != "varied"
    before = {"valid_to": row.valid_to.isoformat() if row.valid_to else None, "scope": row.scope}
    case.change(row, valid_to=granted.valid_to, department=granted.department)
    case.touch(row)
    if granted.scope is not None:
        case.change(row, scope=dict(granted.scope))
    if more := [dict(condition) for condition in granted.conditions or () if condition not in row.conditions]:
        case.change(row, conditions=[*row.conditions, *more])
    if is_renewal:
        case.change(row, renewals=row.renewals + 1)
    rearm_term(case, row)
    after = {"valid_to": row.valid_to.isoformat() if row.valid_to else None, "scope": row.scope}
    why = {"ground": "asked_for", "law": LAW_50 if is_renewal else LAW_49}
    note_change(case, row, granted.kind, number=granted.document, why=why, before=before, after=after)
    case.record(
        f"licence.{granted.kind}",
        {
            "licence": row.number,
            "permit": row.permit,
            "number": granted.document,
            "from": before["valid_to"],
            "valid_to": after["valid_to"],
        },
    )
    issue_succession(case, row, granted.kind, number=granted.document, asked=ASKED[granted.kind])


def deem_renewed(child: CaseFile, *_about: str) -> None:
    """Grant a renewal by silence the moment after the term has ended, if requested in time; the caller saves.

    Law: Administrative Licensing Law art. 50(2).
    """
    if child.app.state == "supplement":
        # the applicant must act next: the case goes on as a new application
        child.change(child.app, kind="new")
        child.record("renewal.overtaken", {"licence": child.app.about_licence})
    if child.app.state not in group("application", "with_office"):
        return
    number = child.app.about_licence or ""
    case, row = open_licence(child.context, number)
    if row.state != "in_force":
        # silence does not renew a licence taken back or cancelled meanwhile
        return
    if child.app.state == "received":
        deem_accepted(child)
    document = _grant_by_silence(child, child.permits[row.permit], number)
    renewed_to = min(_asked_to(child, row), longest_renewal(case, row))
    _carry(case, row, Granted("deemed_renewed", document, child.permits[row.permit].department, renewed_to))
    case.save()
    conclude(child)


def _grant_by_silence(child: CaseFile, permit: PermitRow, number: str) -> str:
    """Grant the permit of an undecided renewal; returns the number of its document."""
    left = child.move(permit, "deem_renewed", roles=SYSTEM_ROLES, facts=PermitFacts.unknown())
    if left == "suspended":
        end_with_permit(child, permit)
    end_procedures(child, permit)
    for item in child.items:
        if item.state in UNFINISHED and item.permit:
            cancel_item(child, item)
    document = draw_document_number(
        child.context, child.context.office.body(child.app.area, permit.department).document_prefix
    )
    net, stopped = child.clocks.spent(child.clocks[permit.key, "statutory"][1])
    child.change(
        permit,
        decision="granted",
        document_number=document,
        decided_at=child.context.at,
        decided_on=child.context.today,
        net_working_days=net,
        stopped_working_days=stopped,
        reasons={"opinion": ASKED["deemed_renewed"]["zh"], "code": None, "law": LAW_50},
        remedies=UNSERVED,
        licence_number=number,
    )
    child.clocks.end(permit.key, ("committed", "statutory"))
    child.record("permit.deemed_renewed", {"permit": permit.key, "from": left, "to": permit.state, "number": document})
    return document
