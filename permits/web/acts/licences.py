"""Pages of the acts on a licence."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext

from forms import licences as forms
from permits.casefile import ActContext, CaseFile
from permits.casefile.licences import roles_on_licence
from permits.services.case.scope import SCOPE_OF
from permits.services.deciding import successions
from permits.services.licences import aftercare, endings, inspections
from permits.services.licences.overruns import Seen, measured_parts
from permits.services.licences.register import open_licence
from permits.services.licences.site_checks import check_site
from permits.web.acts.act import PageAct, Target
from workflows import N_

FIGURES = ("days", "area_m2")
AREAS = frozenset({"occupy", "excavate", "green"})


def _renew(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    successions.renew(
        context, target.key, until=form.until.data, reason=form.reason.data or "", expected_version=version
    )


def _vary(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    case, _row = open_licence(context, target.key)
    successions.vary(
        context, target.key, _changes(case, target.key, form), reason=form.reason.data or "", expected_version=version
    )


def _offer_change(case: CaseFile, target: Target, form: Any, _language: str) -> None:
    """Ask only for what stands in the part of the answers the licence is about."""
    known = case.form.answers.get(_part(case, target.key), {})
    for name in ("days", "area_m2"):
        if name in form and name not in known:
            del form[name]


def _part(case: CaseFile, number: str) -> str:
    """Name the part of the answers that a licence covers in figures; empty where it covers lists."""
    answers, wanted = case.form.answers, SCOPE_OF.get(case.licences[number].permit, ())
    return next((name for name in wanted if isinstance(answers.get(name), Mapping)), "")


def _changes(case: CaseFile, number: str, form: Any) -> dict[str, Any]:
    """Put what was typed into the parts of the answers it belongs to."""
    answers, changes = case.form.answers, dict[str, Any]()
    if form.to.data:
        changes["period"] = {**answers.get("period", {}), "to": form.to.data.isoformat()}
    typed = {name: _plain(value) for name, value in form.data.items() if name in FIGURES}
    if figures := {name: value for name, value in typed.items() if value is not None}:
        part = _part(case, number)
        changes[part] = {**answers[part], **figures}
    return changes


def _plain(value: Any) -> Any:
    """Give a figure as the answers hold it."""
    return float(value) if isinstance(value, Decimal) else value


def _request(context: ActContext, target: Target, _form: Any, version: int | None) -> None:
    inspections.request_inspection(context, target.key, expected_version=version)


def _officers(form: Any) -> list[str]:
    return [line.strip() for line in (form.officers.data or "").splitlines() if line.strip()]


def _record(form: Any) -> inspections.Record:
    areas = {name: form[name].data for name in AREAS if name in form and form[name].data is not None}
    rectify_by = form.rectify_by.data if "rectify_by" in form else None
    seen = Seen(areas, form.used_until.data)
    return inspections.Record(_officers(form), form.findings.data or "", rectify_by, seen)


def _offer_parts(case: CaseFile, target: Target, form: Any, _language: str) -> None:
    """Ask for the areas of the parts the licence covers, and for no others."""
    for name in AREAS.difference(measured_parts(case.licences[target.key])):
        # asked again after a refusal, it is gone already
        if name in form:
            del form[name]


def _check_site(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    check_site(context, target.key, _record(form), expected_version=version)


def _offer_count(case: CaseFile, target: Target, form: Any, _language: str) -> None:
    """Say beside the count how many trees it tells of at least."""
    least = aftercare.trees_to_count(case, case.licences[target.key])
    form.alive.description = gettext("Living and dead together at least %(count)s", count=least)


def _count_trees(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    count = aftercare.Count(
        _officers(form), form.findings.data or "", form.alive.data, form.dead.data, form.replant_by.data
    )
    aftercare.record_survival(context, target.key, count, expected_version=version)


def _accept(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    inspections.accept_inspection(context, target.key, _record(form), expected_version=version)


def _rectify(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    inspections.require_rectification(context, target.key, _record(form), expected_version=version)


def _tell(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    endings.tell_intent(
        context,
        target.key,
        ground=form.ground.data,
        reason=form.reason.data or "",
        answer_by=form.answer_by.data,
        expected_version=version,
    )


def _hear(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    endings.hear_defence(context, target.key, text=form.text.data or "", expected_version=version)


def _revoke(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    why = endings.Revocation(
        form.ground.data,
        reason=form.reason.data or "",
        compensation=form.compensation.data or "",
        is_harm_weighed=bool(form.is_harm_weighed.data),
    )
    endings.revoke(context, target.key, why, expected_version=version)


def _withdraw(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    endings.withdraw_by_authority(
        context,
        target.key,
        ground=form.ground.data,
        reason=form.reason.data or "",
        compensation=form.compensation.data or "",
        expected_version=version,
    )


def _uphold(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    endings.uphold(context, target.key, reason=form.reason.data or "", expected_version=version)


def _offer_ground(case: CaseFile, target: Target, form: Any, _language: str) -> None:
    """Ask for a ground only where the office ends what is in force: the holder's wish needs none."""
    row = case.licences[target.key]
    is_asked = row.state == "in_force" and "applicant" not in roles_on_licence(case, row)
    if not is_asked and "ground" in form:
        del form["ground"]


def _cancel(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    ground = form.ground.data if "ground" in form else ""
    endings.cancel(context, target.key, ground=ground, reason=form.reason.data or "", expected_version=version)


LICENCE: Mapping[str, PageAct] = {
    "renew": PageAct(
        forms.RenewForm,
        _renew,
        N_("The renewal is open as a draft among your applications: complete and submit it."),
    ),
    "vary": PageAct(
        forms.VaryForm,
        _vary,
        N_("The variation is open as a draft among your applications: complete and submit it."),
        _offer_change,
    ),
    "request_inspection": PageAct(forms.PlainForm, _request, N_("The inspection is asked for.")),
    "accept_inspection": PageAct(forms.InspectionForm, _accept, N_("The reinstatement is accepted."), _offer_parts),
    "require_rectification": PageAct(
        forms.RectifyForm, _rectify, N_("The holder is told what to put right."), _offer_parts
    ),
    "check_site": PageAct(forms.InspectionForm, _check_site, N_("The site check is on record."), _offer_parts),
    "record_survival": PageAct(forms.CountForm, _count_trees, N_("The count of the trees is on record."), _offer_count),
    "tell_intent": PageAct(forms.IntentForm, _tell, N_("The holder is told what is intended.")),
    "hear_defence": PageAct(forms.DefenceForm, _hear, N_("The holder's statement is on record.")),
    "revoke": PageAct(forms.RevokeForm, _revoke, N_("The licence is revoked.")),
    "withdraw_by_authority": PageAct(forms.TakeBackForm, _withdraw, N_("The licence is withdrawn.")),
    "uphold": PageAct(forms.ReasonForm, _uphold, N_("The licence stands.")),
    "cancel": PageAct(forms.CancelForm, _cancel, N_("The licence is cancelled."), _offer_ground),
}
