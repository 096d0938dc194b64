"""The form of a department's answer on the page of a work item: what it offers, and what was typed as a body."""

from forms.verdicts import VerdictForm
from permits.casefile import CaseFile, WorkItemRow
from permits.casefile.facts import attributed, government_after
from permits.errors import Invalid, Refusal
from permits.http import language, say
from permits.models.base import JsonObject
from permits.services.deciding.verdicts import fitting_codes, offered_conditions
from permits.web.case_pages import explain_refusal
from permits.words import word
from workflows import N_, NarrowRule, WorkflowError

AGAINST = "forward_against"
VERDICTS = ("approve", "refuse")


def offer(form: VerdictForm, case: CaseFile, item: WorkItemRow) -> None:
    """Offer the verdicts in the words of this kind of work, and what it may say beside them."""
    is_pre_review = government_after(case, item) is not None
    kind, names = ("pre_review", ("forward", AGAINST)) if is_pre_review else (item.kind, VERDICTS)
    form.offer_verdicts((name, say(str(word("verdict", name, kind)))) for name in names)
    lang, bundle, permit = language(), case.bundle, item.permit
    fitting = [one for one in bundle.condition_kinds.values() if not one.permits or permit in one.permits]
    codes = fitting_codes(case, item) if item.kind != "opinion" else []
    reasons = [(one.key, one.name.get(lang)) for one in codes]
    form.offer_codes([(one.key, one.name.get(lang)) for one in fitting], reasons)
    if item.kind != "decision" and "reason_code" in form:
        form.reason_code.label.text = say(N_("Reason for not agreeing"))
    form.offer_scope([(one.key, _label(one, lang)) for one in bundle.permits[permit].narrows])
    if item.kind == "decision":
        offered = offered_conditions(case, permit)
        form.offer_conditions([(one.id, attributed(case, one).get(lang)) for one in offered])


def _label(rule: NarrowRule, lang: str) -> str:
    unit = rule.unit.get(lang)
    opening, closing = ("（", "）") if lang == "zh" else (" (", ")")
    return f"{rule.label.get(lang)}{opening}{unit}{closing}" if unit else rule.label.get(lang)


def arrange(form: VerdictForm, wish: str) -> bool:
    """Add or remove the row of a condition where that is what was pressed; returns whether it was."""
    name, _sep, place = wish.partition("-")
    if name == "more":
        form.add_row()
    elif name == "remove":
        form.remove_row(place)
    return name in {"more", "remove"}


def body_of(form: VerdictForm, case: CaseFile, item: WorkItemRow) -> tuple[str, JsonObject]:
    """Return the chosen action and what was typed as its body."""
    opinion = (form.opinion.data or "").strip()
    chosen = form.verdict.data
    if chosen == "refuse":
        code = case.bundle.refusal_codes.get(form.reason_code.data) if "reason_code" in form else None
        law = code.law.zh if code and code.law else None
        return "refuse", {"opinion": opinion, "reason_code": code.key if code else None, "law": law}
    if chosen in {"forward", AGAINST}:
        return "forward", {"opinion": opinion, "recommends": "refusal" if chosen == AGAINST else "grant"}
    body = {"opinion": opinion, "conditions": _conditions(form, case), "narrower": _narrower(form, case, item) or None}
    return "approve", {**body, "left_out": _left_out(form)}


def _conditions(form: VerdictForm, case: CaseFile) -> list[JsonObject]:
    found = []
    for row in (one.form for one in form.conditions):
        kind = case.bundle.condition_kinds.get(row.kind.data or "")
        if kind is not None:
            found.append({"kind": kind.key, "text": (row.text.data or "").strip() or kind.name.zh})
    return found


def _narrower(form: VerdictForm, case: CaseFile, item: WorkItemRow) -> JsonObject:
    """Return the narrower scope typed; a number that is none stays as typed, for the service to name."""
    kinds = {one.key: one.kind for one in case.bundle.permits[item.permit].narrows}
    typed = {row.form.key.data: (row.form.value.data or "").strip() for row in form.narrower}
    return {
        key: int(value) if kinds.get(key) == "count" and value.isascii() and value.isdecimal() else value
        for key, value in typed.items()
        if value
    }


def _left_out(form: VerdictForm) -> list[JsonObject]:
    rows = (one.form for one in form.offered if not one.form.take.data)
    return [{"condition": row.condition.data, "why": (row.why.data or "").strip()} for row in rows]


def blame(form: VerdictForm, refusal: Refusal | WorkflowError) -> None:
    """Attach what is wrong to its controls; flash what has none."""
    if not isinstance(refusal, Invalid):
        explain_refusal(refusal)
        return
    said = [(path, say(message, params)) for path, message, params in refusal.problems]
    if form.blame(said):
        explain_refusal(refusal)
