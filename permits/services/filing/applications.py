"""Draft an application, change the draft, submit it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select

from forms.checks.lines import lines_within
from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import application_facts, current_route, roles_on_case, stands_for_applicant
from permits.casefile.opening import file_case
from permits.casefile.rows import FormParts
from permits.errors import Conflict, Forbidden, Invalid
from permits.models import Application
from permits.policies import COUNTER, may
from permits.queries.office.editions import renew_library
from permits.services.case.duties import pin_permits, receive
from permits.services.case.numbers import draw_case_number
from permits.services.case.parties import Problem, checked_parts, missing_fields
from permits.services.case.register import with_known
from permits.services.case.representation import record_presented_power, require_representation
from permits.services.filing.counter import Filer, filer_of, follow_applicant
from permits.services.filing.emergencies import file_emergency
from permits.services.filing.receipts import issue_receipt
from permits.services.licences.register import file_change
from permits.verifier import GENESIS
from workflows import FIELD_PARTS, N_, PREPARE, ApplicationFacts, Bundle, check_answers, form_fields, refused_answers


@dataclass(frozen=True, slots=True)
class DraftForm:
    """The applicant's input; every part may be incomplete in a draft."""

    bundle: str = ""  # the first matter of the office where none is named
    applicant: Mapping[str, object] = field(default_factory=dict)
    agent: Mapping[str, object] = field(default_factory=dict)
    project: Mapping[str, object] = field(default_factory=dict)
    site: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class About:
    """The licence an application renews or varies."""

    kind: str = "new"
    licence: str | None = None


NO_LICENCE = About()
LAW_9 = "Administrative Licensing Law art. 9, 49"


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """A valid form, completed with the office's own facts."""

    parts: Mapping[str, dict[str, object]]
    title: str

    @property
    def columns(self) -> FormParts:
        """Return the form as the columns of its application."""
        parts = self.parts
        return {
            "applicant": parts["applicant"],
            "agent": parts["agent"],
            "project": parts["project"],
            "site": parts["site"],
            "answers": parts["answers"],
            "title": self.title,
        }


def create_draft(context: ActContext, form: DraftForm, *, about: About = NO_LICENCE, filer: Filer | None = None) -> int:
    """Open a draft; returns the application's id. Its owner is the actor, or `filer` where given.

    The counter opens it for a named applicant.

    Raises:
        Forbidden: the actor is neither an applicant nor of the counter.
        Invalid: the bundle is unknown, or a part of the form is malformed.
        Conflict: the account has begun as many drafts as it may within 24 hours.
    Law: Regulation on Optimising the Business Environment art. 37.
    """
    if not may(context.actor, "application.file"):
        raise Forbidden
    bundle = current_bundle(context, form.bundle)
    checked = checked_form(context, form, bundle)
    owner = filer or filer_of(context, checked.parts["applicant"])
    _check_room(context, owner)
    case = file_case(
        context,
        Application,
        area=context.actor.area,
        bundle=bundle.key,
        bundle_version=bundle.version,
        state="draft",
        created_at=context.at,
        calendar_edition=context.calendar.edition,
        event_hash=GENESIS,
        kind=about.kind,
        about_licence=about.licence,
        owner_id=owner.owner_id,
        company_id=owner.company_id,
        language=owner.language,
        channel=owner.channel,
        **checked.columns,
    )
    came_by = {"channel": owner.channel} if owner.channel == COUNTER else {}
    case.record("application.drafted", {"to": "draft", "bundle": bundle.key, **came_by})
    case.save()
    return case.app.id


def _check_room(context: ActContext, owner: Filer) -> None:
    """Refuse one more draft to an account that has begun too many; the counter files for whoever comes."""
    most, since = context.office.caps.drafts, context.at - timedelta(hours=24)
    mine = (Application.area == context.actor.area) & (Application.owner_id == owner.owner_id)
    begun = select(func.count()).where(mine, Application.state == "draft", Application.created_at > since)
    if owner.channel != COUNTER and context.conn.execute(begun).scalar_one() >= most:
        raise Conflict(
            "too_many",
            N_("You have begun %(count)s drafts within 24 hours: finish one of them, or begin another tomorrow"),
            params={"count": most},
        )


def change_draft(
    context: ActContext,
    application_id: int,
    changes: Mapping[str, Mapping[str, object]],
    *,
    expected_version: int | None = None,
) -> None:
    """Replace parts of a draft's form.

    Raises:
        NotFound, Conflict: no such draft; it changed since the actor read it; it is no longer a draft.
        Invalid: a part is malformed.
    """
    case = open_draft(context, application_id, expected_version)
    replace_form(case, changes, checked_change(case, changes))


def open_draft(context: ActContext, application_id: int, expected_version: int | None) -> CaseFile:
    """Open a draft to change its form.

    Raises:
        NotFound, Forbidden, Conflict: no such draft of the actor; it changed since; it is no longer a draft.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    if not stands_for_applicant(case, PREPARE):
        raise Forbidden
    if case.app.state != "draft":
        raise Conflict("action_not_open", N_("Only a draft can be changed"))
    return case


def merged_form(case: CaseFile, changes: Mapping[str, Mapping[str, object]]) -> DraftForm:
    """Return the form of a draft with some parts replaced."""
    return DraftForm(bundle=case.app.bundle, **{**case.form.parts, "answers": case.form.answers, **changes})


def checked_change(case: CaseFile, changes: Mapping[str, Mapping[str, object]]) -> CheckedForm:
    """Validate the form of a draft with some parts replaced.

    Raises:
        Invalid: a part is malformed, or a renewal or variation names another holder.
    """
    checked = checked_form(case.context, merged_form(case, changes), case.bundle)
    if faults := faults_of_holder(case, checked.parts["applicant"]):
        raise Invalid(faults, law=LAW_9)
    return checked


def faults_of_holder(case: CaseFile, applicant: Mapping[str, object]) -> list[Problem]:
    """List the fields in which an applicant is not the holder of the licence to renew or vary.

    Law: Administrative Licensing Law art. 9, 49.
    """
    if case.about is None:
        return []
    said, holder = N_("The holder stays the same: a licence does not pass to another by a change"), case.about.applicant
    identifying = [one.key for one in form_fields().values() if one.identifies and one.part == "applicant"]
    return [(f"applicant.{key}", said, {}) for key in identifying if applicant.get(key) != holder.get(key)]


def replace_form(case: CaseFile, changes: Mapping[str, Mapping[str, object]], checked: CheckedForm) -> None:
    """Replace the form of a draft, record which parts changed, and save."""
    before = case.form.applicant
    case.change(case.app, **checked.columns)
    case.touch(case.app)
    follow_applicant(case, before, checked.parts["applicant"])
    case.record("application.changed", {"changed": sorted(changes)})
    case.save()


def discard(context: ActContext, application_id: int, *, expected_version: int | None = None) -> None:
    """Give up a draft, so that another may be begun about the same licence.

    Raises:
        NotFound, Conflict, WorkflowError.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    left = case.move(case.app, "discard", roles=roles_on_case(case), facts=ApplicationFacts.unknown())
    case.change(case.app, outcome="withdrawn", closed_at=context.at)
    case.record("application.discarded", {"from": left, "to": case.app.state})
    case.save()


def current_bundle(context: ActContext, key: str) -> Bundle:
    """Return the version of a bundle in force today in the actor's area, as the database has it now.

    Without a key, that of the first matter.

    Raises:
        Invalid: there is none.
    """
    renew_library(context.conn, context.office)
    area = context.actor.area
    found = context.office.current(key or context.office.first_matter(area, context.today), area, context.today)
    if found is None:
        raise Invalid.at("bundle", N_("There is no bundle of this name, or it is not offered at present"))
    return found


def checked_form(context: ActContext, form: DraftForm, bundle: Bundle) -> CheckedForm:
    """Validate a form by a bundle and complete it with the office's own facts.

    Raises:
        Invalid: a part is malformed.
    """
    problems = [(f"answers.{p.field}", p.message, p.params) for p in check_answers(bundle, form.answers, "draft")]
    parts, faults = checked_parts(bundle, {name: getattr(form, name) for name in FIELD_PARTS}, on=context.today)
    if problems or faults:
        raise Invalid([*faults, *problems])
    plain = {key: lines_within(value) for key, value in form.answers.items()}
    require_representation(context, parts["applicant"], bundle.key, PREPARE)
    answers = with_known(context, bundle, parts, plain)
    return CheckedForm({**parts, "answers": answers}, _title(context, bundle, parts))


def _title(context: ActContext, bundle: Bundle, parts: Mapping[str, Mapping[str, object]]) -> str:
    """Name a case by its project and place, which lists are searched for; without either by its matter."""
    named = " · ".join(filter(None, (str(parts["project"].get("name", "")), bundle.form.place_of(parts["site"]))))
    return named or bundle.name.get(context.actor.language)


def submit(context: ActContext, application_id: int, *, expected_version: int | None = None) -> None:
    """Submit an application: it gets its number, its permits and the counter's check of five days.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: a required field is empty, or an answer can only be a mistake.
    Law: Administrative Licensing Law art. 29, 32.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    file_change(case)
    require_representation(context, case.form.applicant, case.app.bundle, "file")
    left = case.move(case.app, "submit", roles=roles_on_case(case), facts=application_facts(case))
    rules = follow_draft(case, current_bundle(context, case.app.bundle))
    if lacking := [*missing_fields(case.bundle, case.form.parts), *impossible_answers(case)]:
        raise Invalid(lacking)
    record_presented_power(case)
    route = current_route(case)
    number = draw_case_number(context, case.bundle)
    case.change(case.app, number=number, status_code=1, submitted_at=context.at, title=case.app.title)
    pin_permits(case, route)
    receive(case, status_code=1)
    case.record(
        "application.submitted",
        {"from": left, "to": "received", "number": case.app.number, "outcome": route.outcome}
        | rules
        | ({"about": case.app.about_licence, "kind": case.app.kind} if case.app.about_licence else {}),
    )
    issue_receipt(case, route)
    file_emergency(case)
    case.save()


def follow_draft(case: CaseFile, current: Bundle) -> dict[str, object]:
    """Pin a submitted draft to the version in force today; returns what its event says where the rules changed."""
    begun = case.app.bundle_version
    if begun == current.version:
        return {}
    case.pin(current.version)
    return {"rules": {"from": begun, "to": current.version}}


def impossible_answers(case: CaseFile) -> list[Problem]:
    """List the answers that no application of today may carry; a renewal or variation keeps those of its licence."""
    if case.app.kind != "new":
        return []
    found = refused_answers(case.bundle, case.form.answers, case.context.today, case.form.project)
    return [(f"answers.{one.field}", one.message, one.params) for one in found]
