"""What false papers lead to: a ban on applying again where public safety is at stake, else a warning on record."""

from datetime import date

from permits.casefile import CaseFile
from permits.casefile.bans import WARNING, bans_on, subject_of
from permits.casefile.facts import current_route
from permits.models import Ban
from permits.services.case.remedies import months_after
from workflows import BARRED

FALSE_MATERIALS = "false_materials"
FALSE_PAPERS_YEARS, FRAUD_YEARS = 1, 3
LAW_78 = "Administrative Licensing Law art. 78"
LAW_79 = "Administrative Licensing Law art. 79"
LAW_OF_BANS = "Administrative Licensing Law art. 78, 79"
GRAVE = frozenset({"public_safety", "health"})


def last_barred_day(from_on: date, years: int) -> date:
    """Give the last day of a ban: the same date some years later (Civil Code art. 201, 202)."""
    return months_after(from_on, 12 * years)


def ban(case: CaseFile, permit: str, *, years: int, ground: str, law: str) -> date:
    """Enter a ban or a warning on a permit from today on and record it; returns its last day. The caller saves.

    Law: Administrative Licensing Law art. 78, 79.
    """
    today, applicant = case.context.today, case.form.applicant
    to_on = last_barred_day(today, years)
    case.add(
        Ban,
        area=case.app.area,
        subject=subject_of(applicant, secret=case.context.office.secret),
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
    """Say whether false papers for a permit bar from applying again: it bears directly on safety or health.

    Law: Administrative Licensing Law art. 78.
    """
    return not GRAVE.isdisjoint(case.bundle.permits[permit].concerns)


def punish_false_materials(case: CaseFile, permit: str) -> None:
    """Warn whoever handed in false papers for a permit and, where safety is at stake, bar them for a year.

    Law: Administrative Licensing Law art. 78.
    """
    ground = FALSE_MATERIALS if is_grave(case, permit) else WARNING
    ban(case, permit, years=FALSE_PAPERS_YEARS, ground=ground, law=LAW_78)


def consequence(case: CaseFile, permit: str) -> dict[str, str]:
    """Say on the paper what follows from false papers."""
    day = last_barred_day(case.context.today, FALSE_PAPERS_YEARS)
    zh, en = "依照《行政许可法》第七十八条给予警告", "A warning is given (Administrative Licensing Law art. 78)"
    if not is_grave(case, permit):
        return {"zh": f"{zh}。", "en": f"{en}."}
    barred = f"{day.year}年{day.month}月{day.day}日"
    return {
        "zh": f"{zh}，{barred}前（含当日）不得再次申请该行政许可。",
        "en": f"{en}; the same licence may not be applied for again through {day:%-d %B %Y}.",
    }


def ban_warnings(case: CaseFile) -> list[tuple[str, str, dict[str, str]]]:
    """Say which bans stand against what is applied for: (field, msgid, params)."""
    keys = [permit.key for permit in current_route(case).permits]
    return [("applicant", BARRED, {"names": one.to_on.isoformat()}) for one in bans_on(case, keys)]
