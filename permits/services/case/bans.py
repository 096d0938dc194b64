"""Sanctions for false materials: a ban on new applications where public safety is at stake, otherwise a warning."""

from datetime import date

from permits.casefile import CaseFile
from permits.casefile.bans import WARNING, bans_on, subject_of
from permits.casefile.facts import current_route
from permits.errors import Conflict
from permits.models import Ban
from permits.services.case.remedies import months_after
from workflows import BARRED, IDENTIFY

FALSE_MATERIALS = "false_materials"
FALSE_MATERIALS_YEARS, FRAUD_YEARS = 1, 3
LAW_78 = "Administrative Licensing Law art. 78"
LAW_79 = "Administrative Licensing Law art. 79"
LAW_OF_BANS = "Administrative Licensing Law art. 78, 79"
GRAVE = frozenset({"public_safety", "health"})


def last_barred_day(from_on: date, years: int) -> date:
    """Return the last day of a ban: the same date some years later (Civil Code art. 201, 202)."""
    return months_after(from_on, 12 * years)


def ban(case: CaseFile, permit: str, *, years: int, ground: str, law: str) -> date:
    """Enter a ban or a warning on a permit from today and record it; returns its last day. The caller saves.

    Raises:
        Conflict: no number says who the applicant is, so that the register could not find it again.
    Law: Administrative Licensing Law art. 78, 79.
    """
    today, applicant = case.context.today, case.form.applicant
    subject = subject_of(applicant, secret=case.context.office.secret)
    if not subject:
        raise Conflict("not_identified", IDENTIFY, law=law)
    to_on = last_barred_day(today, years)
    case.add(
        Ban,
        area=case.app.area,
        subject=subject,
        permit=permit,
        name=applicant.get("name", ""),
        ground=ground,
        law=law,
        from_on=today,
        to_on=to_on,
    )
    about = {"permit": permit or None, "ground": ground, "law": law}
    case.record(
        "applicant.warned" if ground == WARNING else "applicant.banned",
        {**about, "from_on": today.isoformat(), "to_on": to_on.isoformat()},
    )
    return to_on


def is_grave(case: CaseFile, permit: str) -> bool:
    """Return whether false materials for a permit lead to a ban: the permit bears directly on safety or health.

    Law: Administrative Licensing Law art. 78.
    """
    return not GRAVE.isdisjoint(case.bundle.permits[permit].concerns)


def punish_false_materials(case: CaseFile, permit: str) -> None:
    """Enter the sanction for false materials: a ban for a year where safety is at stake, otherwise a warning.

    Law: Administrative Licensing Law art. 78.
    """
    ground = FALSE_MATERIALS if is_grave(case, permit) else WARNING
    ban(case, permit, years=FALSE_MATERIALS_YEARS, ground=ground, law=LAW_78)


def consequence(case: CaseFile, permit: str) -> dict[str, str]:
    """Return the sentences for a notice about the sanction for false materials."""
    day = last_barred_day(case.context.today, FALSE_MATERIALS_YEARS)
    zh, en = "依照《行政许可法》第七十八条给予警告", "A warning is given (Administrative Licensing Law art. 78)"
    if not is_grave(case, permit):
        return {"zh": f"{zh}。", "en": f"{en}."}
    barred = f"{day.year}年{day.month}月{day.day}日"
    return {
        "zh": f"{zh}，{barred}前（含当日）不得再次申请该行政许可。",
        "en": f"{en}; the same licence may not be applied for again through {day:%-d %B %Y}.",
    }


def ban_warnings(case: CaseFile) -> list[tuple[str, str, dict[str, str]]]:
    """List the bans in force against the requested permits: (field, msgid, params)."""
    keys = [permit.key for permit in current_route(case).permits]
    return [("applicant", BARRED, {"names": one.to_on.isoformat()}) for one in bans_on(case, keys)]
