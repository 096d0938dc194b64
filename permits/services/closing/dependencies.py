"""The effects of one decision on its sibling permits: moot purposes, required conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from permits.casefile import ActContext, CaseFile, PermitRow, WorkItemRow, open_case
from permits.casefile.facts import (
    application_facts,
    dependencies_of,
    permit_facts,
    roles_on_case,
    roles_on_permit,
    unanswered_moot,
    unsettled,
)
from permits.errors import Invalid
from permits.services.case.duties import UNDECIDED
from permits.services.closing.dependency_notices import issue_condition, issue_moot
from permits.services.closing.joining import conclude
from permits.services.closing.withdrawals import withdraw_chosen
from permits.services.notifying.notices import words
from permits.services.procedures.stops import open_permit
from workflows import N_, WHOLE_CASE, Bundle, Dependency, Text, local_day, made_moot, standing, uncovered

LAW_38 = "Administrative Licensing Law art. 38"


@dataclass(frozen=True, slots=True)
class Settlement:
    """The suspensive condition added to a permit already granted."""

    text: str
    kind: str = ""


def lacking_conditions(
    case: CaseFile, item: WorkItemRow, conditions: Sequence[Mapping[str, object]]
) -> frozenset[Text]:
    """Say what a grant on these conditions must still be conditional on: the names of the kinds that meet it."""
    return frozenset(_wanted(case.bundle, one) for one in uncovered(dependencies_of(case), item.permit, conditions))


def _wanted(bundle: Bundle, dependency: Dependency) -> Text:
    """Say in what a condition would meet a dependency: in its own words, or by the names of the kinds."""
    names = [bundle.condition_kinds[key].name for key in dependency.condition_kinds]
    return dependency.only_if or Text("或者".join(one.zh for one in names), " / ".join(one.en for one in names))


def with_standing(case: CaseFile, permit: str, verdict: Any) -> Any:
    """Add the conditions the law requires to a grant, unless the grant words one of that kind itself.

    Law: Administrative Licensing Law art. 38.
    """
    on, form, said = local_day(case.app.accepted_at or case.context.at), case.form, list(verdict.conditions)
    kinds = {condition.get("kind") for condition in said}
    said += [
        {"kind": kind, "text": text.get(case.app.language), "law": law.get(case.app.language)}
        for kind, text, law in standing(case.bundle, permit, form.answers, on, project=form.project)
        if kind not in kinds
    ]
    return replace(verdict, conditions=said)


def follow_refusal(case: CaseFile, row: PermitRow) -> None:
    """Apply the effects of a refusal: moot siblings, grants that need a condition; the caller saves.

    No sibling is refused for it: the applicant answers, the lead settles.
    Law: Administrative Licensing Law art. 38.
    """
    moot = [case.permits[key] for key in sorted(made_moot(case.bundle, row.key) & case.permits.keys())]
    moot = [one for one in moot if one.state in UNDECIDED and not one.is_moot]
    if moot:
        _ask_applicant(case, row, moot)
    calls_for = any(one.refused == row.key and one.effect == "condition" for one in case.bundle.dependencies)
    if calls_for and (open_grants := sorted(unsettled(case))):
        case.record("permit.unsettled", {"because": row.key, "permits": open_grants})


def _ask_applicant(case: CaseFile, because: PermitRow, moot: Sequence[PermitRow]) -> None:
    for one in moot:
        case.change(one, is_moot=True)
    refused = words(case.bundle.permits[because.key].short)
    case.record("permit.moot", {"because": because.key, "permits": [one.key for one in moot], "refused": refused})
    answer_by = case.clocks.wait(WHOLE_CASE, "moot_answer", int(case.bundle.switches["moot_answer_working_days"]))
    issue_moot(case, because, moot, answer_by=answer_by)


def remind(case: CaseFile, *_about: str) -> None:
    """Remind an applicant who has not answered about moot permits; the caller saves."""
    if waiting := sorted(unanswered_moot(case)):
        case.record("permit.moot_reminder", {"permits": waiting})


def answer_moot(
    context: ActContext,
    application_id: int,
    *,
    go_on: Sequence[str] = (),
    withdraw: Sequence[str] = (),
    expected_version: int | None = None,
) -> None:
    """Answer which moot permits go on though a sibling was refused, and which are withdrawn.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no permit is named, one is named twice, or one awaits no answer.
    Law: Administrative Licensing Law art. 38.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    roles = roles_on_case(case)
    case.move(case.app, "answer_moot", roles=roles, facts=application_facts(case))
    _check_answer(case, go_on, withdraw)
    for key in go_on:
        case.change(case.permits[key], moot_answer="go_on")
    for key in withdraw:
        case.change(case.permits[key], moot_answer="withdraw")
    if withdraw:
        withdraw_chosen(case, withdraw, roles=roles)
    case.record(
        "application.moot_answered", {"go_on": sorted(go_on), "withdraw": sorted(withdraw), "to": case.app.state}
    )
    if not unanswered_moot(case):
        case.clocks.disarm([WHOLE_CASE], ["moot_answer"])
    conclude(case)
    case.save()


def _check_answer(case: CaseFile, go_on: Sequence[str], withdraw: Sequence[str]) -> None:
    named = [*go_on, *withdraw]
    if not named:
        raise Invalid.at("go_on", N_("Name at least one permit"), law=LAW_38)
    if len(set(named)) < len(named):
        raise Invalid.at("go_on", N_("Name each permit once"), law=LAW_38)
    if unknown := sorted(set(named) - unanswered_moot(case)):
        told = N_("These do not wait for your answer: %(keys)s")
        raise Invalid.at("go_on", told, law=LAW_38, keys=", ".join(unknown))


def settle_dependency(
    context: ActContext, application_id: int, permit: str, added: Settlement, *, expected_version: int | None = None
) -> None:
    """Add the suspensive condition required by a sibling's later refusal to a granted permit, before delivery.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the text is empty, or the kind of condition does not meet the requirement.
    Law: Administrative Licensing Law art. 38.
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    case.move(row, "settle_dependency", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    demanded = uncovered(dependencies_of(case), row.key, row.conditions or ())
    kinds = [kind for one in demanded for kind in one.condition_kinds]
    condition = {"kind": added.kind or kinds[0], "text": added.text.strip()}
    if condition["kind"] not in kinds:
        raise Invalid.at("kind", N_("Choose one of: %(choices)s"), law=LAW_38, choices=", ".join(kinds))
    if not condition["text"]:
        raise Invalid.at("text", N_("Write the condition"), law=LAW_38)
    conditions = [*(row.conditions or []), condition]
    case.change(row, conditions=conditions)
    if row.licence_number:
        case.change(case.licences[row.licence_number], conditions=conditions)
    case.record("permit.condition_added", {"permit": row.key, **condition})
    issue_condition(case, row, condition, demanded=demanded)
    case.save()
