"""The applicant's own acts: draft, submit, withdraw, urge, rate."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import insert

from permits.casefile import ApplicationRow, CaseFile, Desk, PermitRow, open_case
from permits.casefile.facts import DECIDED, application_facts, current_route, roles_on_case
from permits.casefile.ledger import await_tomorrow, reproject_application
from permits.casefile.rows import columns
from permits.errors import Conflict, Forbidden, Invalid
from permits.models import Application
from permits.policies import COUNTER, may
from permits.services.callbacks import call_back_if_bad
from permits.services.counter import Filer, filer_of, follow_applicant
from permits.services.duties import UNDECIDED, UNFINISHED, cancel_item, pin_permits, receive
from permits.services.emergencies import file_emergency
from permits.services.intake_notices import issue_receipt, issue_withdrawal
from permits.services.joining import begin_delivery, conclude
from permits.services.licence_register import file_change
from permits.services.notices import tell
from permits.services.numbers import draw_case_number
from permits.services.parties import checked_parties
from permits.services.procedures import end_procedures
from permits.services.roads import known_road
from permits.services.stops import end_with_permit
from permits.services.surveys import cancel_survey
from permits.verifier import GENESIS
from workflows import N_, Facts, check_answers, local_day


@dataclass(frozen=True, slots=True)
class DraftForm:
    """What an applicant fills in; every part may still be incomplete in a draft."""

    bundle: str = "road-access"
    applicant: Mapping[str, Any] = field(default_factory=dict)
    agent: Mapping[str, Any] = field(default_factory=dict)
    project: Mapping[str, Any] = field(default_factory=dict)
    site: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class About:
    """The licence an application is about: to renew or to vary it."""

    kind: str = "new"
    licence: str | None = None


NO_LICENCE = About()


def create_draft(desk: Desk, form: DraftForm, *, about: About = NO_LICENCE, filer: Filer | None = None) -> int:
    """Open a draft; returns the id of the application. It is the actor's, or the filer's where one is given.

    The counter opens it for the applicant it names.

    Raises:
        Forbidden: only an applicant files, and the counter for one.
        Invalid: the bundle is unknown, or a part of the form is malformed.
    Law: Regulation on Optimising the Business Environment art. 37.
    """
    if not may(desk.actor, "application.file"):
        raise Forbidden
    if form.bundle not in desk.office.bundles:
        raise Invalid.at("bundle", N_("There is no bundle of this name"))
    values = checked_form(desk, form)
    owner = filer or filer_of(desk, values["applicant"])
    made = (
        insert(Application)
        .values(
            area=desk.actor.area,
            bundle=form.bundle,
            bundle_version=desk.office.bundles[form.bundle].version,
            state="draft",
            created_at=desk.at,
            calendar_edition=desk.calendar.edition,
            event_hash=GENESIS,
            kind=about.kind,
            about_licence=about.licence,
            **asdict(owner),
            **values,
        )
        .returning(*columns(Application, ApplicationRow))
    )
    # a row just written is locked by its writer: it need not be opened
    case = CaseFile(desk, ApplicationRow(*desk.conn.execute(made).one()))
    case.moves.note(case.app)
    came_by = {"channel": owner.channel} if owner.channel == COUNTER else {}
    case.record("application.drafted", {"to": "draft", "bundle": form.bundle, **came_by})
    case.save()
    return case.app.id


def change_draft(
    desk: Desk, application_id: int, changes: Mapping[str, Mapping[str, Any]], *, expected_version: int | None = None
) -> None:
    """Replace parts of a draft's form.

    Raises:
        NotFound, Conflict: no such draft; it changed since the actor looked; it is no draft any more.
        Invalid: a part is malformed.
    """
    case = open_case(desk, application_id=application_id)
    case.expect(case.app, expected_version)
    if "applicant" not in roles_on_case(case):
        raise Forbidden
    if case.app.state != "draft":
        raise Conflict("action_not_open", N_("Only a draft can be changed"))
    form = case.form
    parts = {name: getattr(form, name) for name in ("applicant", "agent", "project", "site", "answers")}
    merged = DraftForm(bundle=case.app.bundle, **{**parts, **changes})
    values = checked_form(desk, merged)
    case.change(case.app, version=case.app.version + 1, **values)
    follow_applicant(case, form.applicant, values["applicant"])
    case.record("application.changed", {"changed": sorted(changes)})
    case.save()


def checked_form(desk: Desk, form: DraftForm) -> dict[str, Any]:
    """Check a form and complete it with what the office knows; returns its columns.

    Raises:
        Invalid: a part is malformed.
    """
    bundle = desk.office.bundles[form.bundle]
    problems = [(f"answers.{p.field}", p.message, p.params) for p in check_answers(bundle, form.answers, "draft")]
    parties, faults = checked_parties(form.applicant, form.agent, form.project, form.site)
    if problems or faults:
        raise Invalid([*faults, *problems])
    answers = known_road(desk, parties["site"], form.answers, asked={one.key for one in bundle.questions})
    return {**parties, "answers": answers, "title": _title(desk, form)}


def _title(desk: Desk, form: DraftForm) -> str:
    project, road = form.project.get("name", ""), form.site.get("road", "")
    place = f"{road}{form.site.get('address', '')}"
    return " · ".join(filter(None, (project, place))) or desk.office.bundles[form.bundle].name.get(desk.actor.language)


def submit(desk: Desk, application_id: int, *, expected_version: int | None = None) -> None:
    """Hand an application in: it gets its number, its permits and the counter's duty to check it in five days.

    Raises:
        NotFound, Conflict, WorkflowError.
    Law: Administrative Licensing Law art. 29, 32.
    """
    case = open_case(desk, application_id=application_id)
    case.expect(case.app, expected_version)
    file_change(case)
    left = case.move(case.app, "submit", roles=roles_on_case(case), facts=application_facts(case))
    route = current_route(case)
    case.change(case.app, number=draw_case_number(desk), status_code=1, submitted_at=desk.at, title=case.app.title)
    pin_permits(case, route)
    receive(case, status_code=1)
    case.record(
        "application.submitted",
        {"from": left, "to": "received", "number": case.app.number, "outcome": route.outcome}
        | ({"about": case.app.about_licence, "kind": case.app.kind} if case.app.about_licence else {}),
    )
    issue_receipt(case, route)
    tell(case)
    file_emergency(case)
    case.save()


def withdraw(
    desk: Desk,
    application_id: int,
    *,
    reason: str,
    permits: Sequence[str] = (),
    expected_version: int | None = None,
) -> None:
    """Withdraw the whole application, or some undecided permits of it; decided licences stand.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: a permit is not of this application or is decided already.
    """
    case = open_case(desk, application_id=application_id)
    case.expect(case.app, expected_version)
    undecided = {key: row for key, row in case.permits.items() if row.state in UNDECIDED}
    if unknown := set(permits) - undecided.keys():
        raise Invalid.at(
            "permits", N_("Not an undecided permit of this application: %(keys)s"), keys=", ".join(sorted(unknown))
        )
    withdraw_chosen(case, permits, roles=roles_on_case(case))
    payload: dict[str, Any] = {"permits": sorted(permits) or sorted(undecided), "reason": reason, "to": case.app.state}
    if case.app.state == "withdrawn" and case.app.accepted_at is not None:
        # a withdrawal needs nobody's consent: the request (16) is confirmed (14) in the same act
        payload["status_codes"] = [16, 14]
    case.record("application.withdrawn" if case.app.state == "withdrawn" else "permit.withdrawn", payload)
    issue_withdrawal(case, reason)
    tell(case)
    conclude(case)
    case.save()


def withdraw_chosen(case: CaseFile, permits: Sequence[str], *, roles: frozenset[str]) -> None:
    """Withdraw undecided permits, all when none is named; with the last of them the application ends.

    Raises:
        Forbidden, Conflict, WorkflowError.
    """
    undecided = {key: row for key, row in case.permits.items() if row.state in UNDECIDED}
    if permits and len(set(permits)) < len(undecided):
        _withdraw_some(case, [undecided[key] for key in sorted(set(permits))], roles=roles)
    else:
        withdraw_whole(case, list(undecided.values()), roles=roles, facts=application_facts(case))


def _withdraw_some(case: CaseFile, rows: Sequence[PermitRow], *, roles: frozenset[str]) -> None:
    if "applicant" not in roles:
        raise Forbidden
    if case.app.state != "in_review":
        raise Conflict("action_not_open", N_("Single permits can be withdrawn once the application is accepted"))
    for row in rows:
        withdraw_permit(case, row)
    case.change(case.app, version=case.app.version + 1)
    reproject_application(case)
    await_tomorrow(case)


def withdraw_whole(
    case: CaseFile, rows: Sequence[PermitRow], *, roles: frozenset[str], facts: Facts, action: str = "withdraw"
) -> None:
    """End an application with its undecided permits; what is decided is still delivered. The caller records and saves.

    Raises:
        WorkflowError.
    """
    was_accepted = case.app.accepted_at is not None
    case.move(case.app, action, roles=roles, facts=facts)
    for row in rows:
        withdraw_permit(case, row)
    cancel_survey(case)
    for item in case.items:
        if item.permit == "" and item.state in UNFINISHED:
            cancel_item(case, item)
    case.end_clocks("application", ("intake", "supplement", "committed", "joint", "stopped", "finish", "tolerance"))
    case.change(case.app, outcome="withdrawn", status_code=14 if was_accepted else 2, due_on=None, yellow_on=None)
    if any(row.state in DECIDED for row in case.permits.values()):
        begin_delivery(case)


def withdraw_permit(case: CaseFile, row: PermitRow) -> None:
    """End a permit that its applicant no longer wants, with the work on it; the caller records and saves."""
    left = case.move(row, "withdraw", roles={"system"}, facts=Facts())
    if left == "suspended":
        end_with_permit(case, row)
    case.end_clocks(row.key, ("committed", "statutory"))
    end_procedures(case, row)
    for item in case.items:
        if item.permit == row.key and item.state in UNFINISHED:
            cancel_item(case, item)


def urge(desk: Desk, application_id: int, *, expected_version: int | None = None) -> None:
    """Nudge whoever holds the case, at most once a day; it stands in the history.

    Raises:
        NotFound, Conflict, WorkflowError.
    """
    case = open_case(desk, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, "urge", roles=roles_on_case(case), facts=application_facts(case))
    if case.app.urged_at is not None and local_day(case.app.urged_at) == desk.today:
        raise Conflict("urged_today", N_("You have urged this application today already"))
    case.change(case.app, urged_at=desk.at)
    case.record("application.urged", {})
    tell(case)
    case.save()


def rate(
    desk: Desk, application_id: int, *, stars: int, comment: str = "", expected_version: int | None = None
) -> None:
    """Rate the service from 1 to 5; the case is closed with it, and a bad rating is called back.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the stars are not 1 to 5.
    """
    if not 1 <= stars <= 5:
        raise Invalid.at("stars", N_("Give one to five stars"))
    case = open_case(desk, application_id=application_id)
    case.expect(case.app, expected_version)
    left = case.move(case.app, "rate", roles=roles_on_case(case), facts=application_facts(case))
    case.end_clocks("application", ("closing",))
    case.change(case.app, stars=stars, rating_comment=comment, closed_at=desk.at)
    case.record("application.rated", {"from": left, "to": case.app.state, "stars": stars, "comment": comment})
    tell(case)
    call_back_if_bad(case, stars)
    case.save()
