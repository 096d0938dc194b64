"""Issue notices 文书: the action's own transaction pins the facts of a notice; a job renders its PDF."""

from collections.abc import Mapping
from datetime import date

from forms.checks.masks import mask_id
from forms.part_fields import document_of
from permits.casefile import CaseFile
from permits.casefile.context import Issued
from permits.documents.codes import case_url
from permits.documents.kinds import DELIVERED_NOTICES, INTERNAL_NOTICES
from permits.errors import SetupFault
from permits.models import Notice
from permits.models.base import JsonObject
from permits.models.internal import holds_internal
from workflows import Text, form_fields

UNIFIED_CODE = {"zh": "统一社会信用代码", "en": "Unified social credit code"}
RENDER_JOB = "documents.render"
LAW = "Administrative Licensing Law"


def words(text: Text) -> dict[str, str]:
    """Return a text of the bundle as a notice holds it, in both languages."""
    return {"zh": text.zh, "en": text.en}


def licensing_law(zh: str, en: str) -> dict[str, str]:
    """Return articles of the Administrative Licensing Law in both languages."""
    return {"zh": f"《中华人民共和国行政许可法》{zh}", "en": f"{LAW} {en}"}


def common(case: CaseFile, *, number: str, body: str, law: Mapping[str, str]) -> dict[str, object]:
    """Return the facts common to every notice; `body` is the key of the department that issues it."""
    form, app, office = case.form, case.app, case.context.office
    applicant = form.applicant
    return {
        "number": number,
        "issuing_body": office.body(app.area, body).name,
        "issued_on": case.context.today.isoformat(),
        "final_through": case.context.calendar.final_through.isoformat(),
        "case_number": app.number or "",
        "applicant": {"name": applicant.get("name", ""), **_identity(applicant)},
        "agent": form.agent.get("name", ""),
        "project": form.project.get("name", ""),
        "site": case.bundle.form.place_of(form.site),
        "law": dict(law),
        "receipt": case.receipt(),
        "sandbox": office.is_sandbox,
        "verify_url": case_url(office.public_url, app.area, app.id),
        "contact": office.body(app.area, "window").contact,
    }


def supervised_by(case: CaseFile, permit: str, *, issued_by: str) -> dict[str, object]:
    """Return the fact that another department than the one that issues a licence supervises its use.

    Law: Administrative Licensing Law art. 61.
    """
    supervisor = case.bundle.permits[permit].supervisor
    return {} if supervisor == issued_by else {"supervisor": case.context.office.body(case.app.area, supervisor).name}


def _identity(applicant: Mapping[str, object]) -> dict[str, object]:
    """Name the number that says who applies, and show it: a person's masked."""
    if applicant.get("kind") != "person":
        return {"id_label": UNIFIED_CODE, "id_masked": applicant.get("uscc", "")}
    field = form_fields()["applicant.resident_id"]
    documents = {one.value: one.label for one in form_fields()[f"applicant.{field.document}"].choices}
    document = documents[document_of(field, applicant)]
    label = {"zh": f"{document.zh}号码", "en": f"{document.en} number"}
    return {"id_label": label, "id_masked": mask_id(str(applicant.get("resident_id", "")))}


def issue(case: CaseFile, kind: str, facts: JsonObject, *, permit: str = "") -> None:
    """Issue a notice about the last recorded event and request its PDF.

    It is served at once, unless it waits for the delivery of all documents.

    Raises:
        SetupFault: an internal text stands in a notice that goes out.
    """
    if holds_internal(facts) and kind not in INTERNAL_NOTICES:
        raise SetupFault(f"internal text in a notice that goes out: {kind}")
    app, context = case.app, case.context
    waits = kind in DELIVERED_NOTICES and app.delivered_at is None
    case.add(
        Notice,
        area=app.area,
        kind=kind,
        permit=permit,
        number=facts["number"],
        language=app.language,
        event_seq=app.event_seq,
        issued_at=context.at,
        served_at=None if waits else context.at,
        facts=dict(facts),
    )
    context.issued.append(Issued(kind, dict(facts), app.language))
    render = {"application_id": app.id, "event_seq": app.event_seq, "kind": kind, "permit": permit}
    case.ask(RENDER_JOB, f"render-{app.id}-{app.event_seq}-{kind}-{permit}", **render)


def day_words(on: date) -> dict[str, str]:
    """Format a day in both languages."""
    return {"zh": f"{on.year}年{on.month}月{on.day}日", "en": f"{on:%-d %B %Y}"}
