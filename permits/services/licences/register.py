"""The register of licences: open one under its case's lock, record its changes, arm its term and timers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from forms.checks.lines import typed_number
from permits.casefile import ActContext, CaseFile, LicenceRow, open_case
from permits.casefile.laws import by_own_law
from permits.casefile.licences import (
    licence_facts,
    pending_change,
    reinstatement_facts,
    roles_on_licence,
    roles_on_works,
    supervisor_of,
)
from permits.errors import Conflict, NotFound
from permits.models import Licence, LicenceChange, Timer
from permits.services.case.duties import SYSTEM_ROLES
from permits.services.case.terms import ONE_DAY, after, last_allowed
from permits.services.oversight.flags import flag
from workflows import (
    N_,
    WHOLE_CASE,
    PermitRule,
    ReinstatementFacts,
    Scope,
    lifecycle,
    midnight,
    move,
    renewal_last_on,
)

TERM, RESTORATION = "validity", "restoration"
RENEWAL = "renewal"
LAW_49 = "Administrative Licensing Law art. 49"
LAW_50 = "Administrative Licensing Law art. 50"


def case_of(context: ActContext, number: str) -> int:
    """Find the application that a licence was issued in.

    Raises:
        NotFound: there is no such licence in this area.
    """
    wanted = select(Licence.application_id).where(
        Licence.area == context.actor.area, Licence.number == typed_number(number)
    )
    found = context.conn.execute(wanted).scalar()
    if found is None:
        raise NotFound
    return int(found)


def open_licence(context: ActContext, number: str, version: int | None = None) -> tuple[CaseFile, LicenceRow]:
    """Open the case of a licence under its lock, to act on the licence.

    Raises:
        NotFound, Conflict.
    """
    case = open_case(context, application_id=case_of(context, number))
    row = case.licences[number.strip().upper()]
    case.expect(row, version)
    return case, row


def act(case: CaseFile, row: LicenceRow, action: str) -> str:
    """Fire an action of the licence's lifecycle in the actor's own roles; returns the previous state.

    Raises:
        WorkflowError: the engine refuses the transition.
    """
    return case.move(row, action, roles=roles_on_licence(case, row), facts=licence_facts(case, row))


def move_reinstatement(case: CaseFile, row: LicenceRow, action: str, *, by_system: bool = False) -> str:
    """Fire an action on the reinstatement of a licence's works; returns the previous state.

    Raises:
        WorkflowError: the engine refuses the transition.
    """
    left = row.reinstatement
    roles = SYSTEM_ROLES if by_system else roles_on_works(case, row)
    with by_own_law(case.bundle, action, row.permit):
        reached = move("reinstatement", left, action, roles=roles, facts=reinstatement_facts(case, row))
    case.change(row, reinstatement=reached)
    case.touch(row)
    return left


def supervised(case: CaseFile, row: LicenceRow) -> dict[str, object]:
    """Return what an event says of a licence that concerns the department in charge of it."""
    return {"licence": row.number, "permit": row.permit, "department": supervisor_of(case, row)}


def first_state(rule: PermitRule) -> str:
    """Return the state in which the works of a licence begin: owed none where its permit leaves nothing to restore."""
    initial = lifecycle("reinstatement").initial
    if rule.reinstatement:
        return initial
    return move("reinstatement", initial, "owe_nothing", roles=SYSTEM_ROLES, facts=ReinstatementFacts.unknown())


def note_change(
    case: CaseFile, row: LicenceRow, kind: str, *, number: str, why: Mapping[str, str], **facts: Mapping[str, object]
) -> None:
    """Record a change of a licence: `why` holds ground, law and reason; `facts` are `before` and `after`."""
    case.add(
        LicenceChange,
        licence_id=row.id,
        area=case.app.area,
        kind=kind,
        number=number,
        on=case.context.today,
        ground=why.get("ground", ""),
        law=why.get("law", ""),
        reason=why.get("reason", ""),
        before=dict(facts.get("before") or {}),
        after=dict(facts.get("after") or {}),
    )


def last_renewal_day(case: CaseFile, valid_to: date) -> date:
    """Return the last day to request a renewal in time.

    Law: Administrative Licensing Law art. 50(1).
    """
    switches = case.bundle.switches
    days, unit = int(switches["renewal_lead_days"]), str(switches["renewal_lead_unit"])
    return renewal_last_on(valid_to, days, unit, case.context.calendar)


def longest_renewal(case: CaseFile, row: LicenceRow) -> date:
    """Return the last day a renewal may run to: the bundle's length after the present term, else as long again."""
    rule = case.bundle.permits[row.permit].validity
    ends = row.valid_to or case.context.today
    if switch := rule.renewal_months or rule.fixed_term:
        unit = "months" if rule.renewal_months else rule.unit
        return after(ends + ONE_DAY, unit, int(case.bundle.switches[switch]))
    return ends + (ends - row.valid_from)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may come after the present term: a renewal, asked for by a day, or a variation; and to which last day.

    `ask_by` is None where the licence is not renewed; `unit` says in which days the lead of `lead` is counted.
    """

    longest: date | None
    ask_by: date | None
    is_late: bool
    lead: int
    unit: str


def outlook(case: CaseFile, row: LicenceRow) -> Outlook:
    """Say until when a licence may go on, and by when to ask.

    Law: Administrative Licensing Law art. 49, 50.
    """
    switches, rule = case.bundle.switches, case.bundle.permits[row.permit].validity
    lead, unit = int(switches["renewal_lead_days"]), str(switches["renewal_lead_unit"])
    if row.valid_to is None or not rule.renewable or row.renewals >= rule.renewal_times:
        longest = last_allowed(case.bundle, row.permit, row.scope.get("asked", {}), row.valid_from)
        return Outlook(longest, None, is_late=False, lead=lead, unit=unit)
    ask_by = last_renewal_day(case, row.valid_to)
    return Outlook(longest_renewal(case, row), ask_by, case.context.today > ask_by, lead, unit)


def arm_term(case: CaseFile, number: str, permit: str, valid_to: date | None) -> None:
    """Arm the end of a term: reminders, expiry, and the check whether the works are restored."""
    if valid_to is None:
        return
    days = {"expire": valid_to + timedelta(days=1)}
    days["licence_ends_soon"] = valid_to - timedelta(days=in_days(case, "expiry_reminder_days"))
    rule = case.bundle.permits[permit]
    if rule.reinstatement:
        days["restoration_overdue"] = valid_to + timedelta(days=1 + in_days(case, "restoration_days"))
    if rule.validity.renewable:
        ahead = timedelta(days=in_days(case, "renewal_reminder_days"))
        days["renewal_due_soon"] = last_renewal_day(case, valid_to) - ahead
    for rung, on in days.items():
        # arm no reminder whose day has passed on the day of issue
        if rung in {"expire", "restoration_overdue"} or on > case.context.today:
            arm_at(case, Scope.of_licence(number), TERM, rung=rung, at=midnight(on))


def in_days(case: CaseFile, switch: str) -> int:
    """Return a switch that counts days."""
    return int(case.bundle.switches[switch])


def rearm_term(case: CaseFile, row: LicenceRow) -> None:
    """Disarm the timers of the old term and arm those of the new one."""
    case.clocks.disarm([Scope.of_licence(row.number)], [TERM])
    arm_term(case, row.number, row.permit, row.valid_to)


def arm_at(case: CaseFile, scope: str, clock: str, *, rung: str, at: datetime) -> None:
    """Arm one timer without a ladder."""
    case.add(Timer, area=case.app.area, scope=scope, clock=clock, rung=rung, fire_at=at, state="armed")


def licence_of(case: CaseFile, scope: str) -> LicenceRow:
    """Return the licence named by a timer's scope."""
    return case.licences[Scope(scope).licence]


def expire(case: CaseFile, scope: str, *_about: str) -> None:
    """End a licence whose term has passed, unless a renewal requested in time is undecided; the caller saves.

    Law: Administrative Licensing Law art. 50(2), 70(1).
    """
    row = licence_of(case, scope)
    if row.state != "in_force":
        return
    pending = pending_change(case, row.number)
    if pending and pending.kind == RENEWAL and pending.state != "supplement":
        # the renewal is decided or deemed granted at this same moment: check again tomorrow
        arm_at(case, scope, TERM, rung="expire", at=midnight(case.context.today + timedelta(days=1)))
        return
    facts = licence_facts(case, row)
    left = case.move(row, "expire", roles=SYSTEM_ROLES, facts=facts)
    case.change(row, ended_on=row.valid_to)
    note_change(case, row, "expired", number="", why={"law": "Administrative Licensing Law art. 70(1)"})
    case.record("licence.expired", {**supervised(case, row), "from": left, "to": row.state})


def warn(case: CaseFile, scope: str, _clock: str, rung: str) -> None:
    """Remind the holder to request a renewal, or of the end of the term; the caller saves."""
    row = licence_of(case, scope)
    if row.state != "in_force" or row.valid_to is None:
        return
    about: dict[str, object] = {"licence": row.number, "permit": row.permit, "valid_to": row.valid_to.isoformat()}
    if rung == "renewal_due_soon":
        if not licence_facts(case, row).has_renewals_left:
            return
        about["ask_by"] = last_renewal_day(case, row.valid_to).isoformat()
    case.record(f"licence.{rung}", about)


def await_restoration(case: CaseFile, row: LicenceRow, by_on: date) -> None:
    """Schedule a restoration check for the day after `by_on`; replaces an earlier one."""
    scope = Scope.of_licence(row.number)
    case.clocks.disarm([scope], [RESTORATION])
    arm_at(case, scope, RESTORATION, rung="restoration_overdue", at=midnight(by_on + timedelta(days=1)))


def restoration_overdue(case: CaseFile, scope: str, clock: str, *_about: str) -> None:
    """Flag works not shown to be restored in time; the caller saves.

    Works are due once the licence has ended, rectified works by the day named for them.

    Law: Administrative Licensing Law art. 61.
    """
    row = licence_of(case, scope)
    owed = {"works": row.state != "in_force", "rectify": clock == RESTORATION}
    if not owed.get(row.reinstatement, False):
        return
    case.record("licence.restoration_overdue", supervised(case, row))
    owes = case.bundle.permits[row.permit].reinstatement
    if owes and owes.overdue_flag:
        flag(case, owes.overdue_flag, licence=row.number)


def file_change(case: CaseFile) -> None:
    """Check on submission whether a licence can be renewed or varied; a late renewal goes on as a new application.

    A renewal requested in time and undecided at the end of the term is deemed granted.

    Raises:
        Conflict: the licence has ended, another change of it is under way, or no renewal is left.
    Law: Administrative Licensing Law art. 49, 50.
    """
    number = case.app.about_licence
    if number is None:
        return
    columns = (Licence.state, Licence.valid_to, Licence.permit, Licence.renewals)
    wanted = select(*columns).where(Licence.area == case.app.area, Licence.number == number)
    licence = case.context.conn.execute(wanted).one()
    if pending_change(case, number):
        raise Conflict("guards_unmet", N_("An application to renew or vary this licence is under way"), law=LAW_49)
    is_over = licence.valid_to is not None and licence.valid_to < case.context.today
    if licence.state != "in_force" or is_over:
        raise Conflict("guards_unmet", N_("The term of this licence has ended: apply anew"), law=LAW_49)
    if case.app.kind != RENEWAL:
        return
    if case.context.today > last_renewal_day(case, licence.valid_to):
        case.change(case.app, kind="new")
        return
    if licence.renewals >= case.bundle.permits[licence.permit].validity.renewal_times:
        raise Conflict("guards_unmet", N_("This licence has been renewed as often as the rules allow"), law=LAW_50)
    at = midnight(licence.valid_to + timedelta(days=1))
    arm_at(case, WHOLE_CASE, RENEWAL, rung="deemed_renewal", at=at)
