"""Pages of the acts with which a case changes on its way."""

from collections.abc import Mapping
from typing import Any

from forms.changes import BranchForm, MootForm, SettlementForm
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import absent_departments, dependencies_of, unanswered_moot
from permits.services.closing import dependencies
from permits.services.procedures import branches
from permits.web.acts.act import PageAct, Target
from workflows import N_, uncovered


def _add_branch(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    branch = branches.Branch(form.department.data, form.kind.data, form.reason.data, bool(form.blocks.data))
    branches.add_branch(context, target.application_id, target.key, branch, expected_version=version)


def _offer_departments(case: CaseFile, target: Target, form: BranchForm, lang: str) -> None:
    absent = absent_departments(case, case.permit(target.key))
    free = [one for key, one in case.bundle.departments.items() if key in absent]
    form.offer((one.key, one.name.get(lang)) for one in free)


def _settle(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    added = dependencies.Settlement(form.text.data, form.kind.data)
    dependencies.settle_dependency(context, target.application_id, target.key, added, expected_version=version)


def _offer_kinds(case: CaseFile, target: Target, form: SettlementForm, lang: str) -> None:
    row = case.permit(target.key)
    demanded = uncovered(dependencies_of(case), row.key, row.conditions or ())
    kinds = dict.fromkeys(kind for one in demanded for kind in one.condition_kinds)
    form.offer((kind, case.bundle.condition_kinds[kind].name.get(lang)) for kind in kinds)


def _answer_moot(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    go_on, withdraw = form.go_on.data or (), form.withdraw.data or ()
    dependencies.answer_moot(context, target.application_id, go_on=go_on, withdraw=withdraw, expected_version=version)


def _offer_moot(case: CaseFile, _target: Target, form: MootForm, lang: str) -> None:
    form.offer((key, case.bundle.permits[key].name.get(lang)) for key in sorted(unanswered_moot(case)))


APPLICATION: Mapping[str, PageAct] = {
    "answer_moot": PageAct(MootForm, _answer_moot, N_("Your answer is on record."), _offer_moot),
}
PERMIT: Mapping[str, PageAct] = {
    "add_branch": PageAct(
        BranchForm, _add_branch, N_("The department has joined; the promised day stands."), _offer_departments
    ),
    "settle_dependency": PageAct(
        SettlementForm, _settle, N_("The condition stands in the licence; the applicant is told."), _offer_kinds
    ),
}
