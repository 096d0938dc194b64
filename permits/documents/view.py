"""Turn facts into a page: everything a layout draws, worded in one language."""

from datetime import date

from permits.documents.blocks import para
from permits.documents.facts import Facts, Words
from permits.documents.form import Form
from permits.documents.kinds import FORMS
from permits.documents.notices.closing import verification
from permits.documents.qr import qr_svg
from permits.documents.wording import Wording
from permits.i18n import translate
from workflows import N_

_HASH_HEAD = 16
_NOT_A_SEAL = N_("Demonstration, not a statutory e-seal")
_SEAL_HERE = N_("Seal here")
_CHECK_CASE = N_("Scan to follow this case")
CAPTIONS = {"advice": N_("Scan to see this advice and apply with its answers")}


def page(kind: str, facts: Facts, *, language: str) -> dict[str, object]:
    """Word a notice; the result is JSON and independent of the current time.

    Raises:
        KeyError: there is no such kind, or a fact is missing.
    """
    form = FORMS[kind]
    w = Wording(language)
    facts = {**facts, "law": _law(facts.get("law") or form.law, w)}
    blocks = form.build(facts, w)
    if form.is_notice and form.layout == "letter":
        blocks.append(para(w.gettext("This is hereby notified.")))
    on = date.fromisoformat(facts["issued_on"])
    return {
        "language": language,
        "layout": form.layout,
        "date": [on.year, on.month, on.day],
        **_head(form, facts, w),
        "addressee": w.text(facts["applicant"]["name"]) + ("：" if w.is_chinese else ":"),
        "blocks": blocks,
        "signature": {"body": w.text(facts["issuing_body"]), "day": w.day(facts["issued_on"])},
        "seal": _seal(facts, w),
        **_proof(kind, facts, w),
        "pages": w.gettext("Page {page} of {pages}"),
        "watermark": _watermark(facts, w),
        "prevails": "" if w.is_chinese else w.gettext("This is a translation. The Chinese text prevails."),
    }


def _law(law: Words, w: Wording) -> str:
    return w.gettext(law) if isinstance(law, str) else w.text(law)


def _head(form: Form, facts: Facts, w: Wording) -> dict[str, str]:
    title: Words = facts.get("title") or {"zh": translate(form.title, "zh"), "en": form.title}
    return {
        "title": w.text(title),
        "official_title": "" if w.is_chinese else w.chinese(title),
        "body": w.chinese(facts["issuing_body"]),
        "body_translated": "" if w.is_chinese else w.text(facts["issuing_body"]),
        "number": facts["number"],
        "number_label": w.gettext("No. %(number)s", number=facts["number"]),
    }


def _watermark(facts: Facts, w: Wording) -> str:
    if facts.get("preview"):
        return w.gettext("PREVIEW · NOT ISSUED")
    return w.gettext("TRAINING COPY · NO LEGAL EFFECT") if facts["sandbox"] else ""


def _seal(facts: Facts, w: Wording) -> dict[str, object]:
    is_demo = bool(facts["sandbox"])
    label = _NOT_A_SEAL if is_demo else _SEAL_HERE
    return {
        "name": w.chinese(facts["issuing_body"]),
        "is_demo": is_demo,
        "centre": "演示" if is_demo else "",
        "label": w.gettext(label),
    }


def _proof(kind: str, facts: Facts, w: Wording) -> dict[str, str]:
    """Word the proof of a notice: the act's place in the event chain, and the QR image; a preview has neither."""
    case = w.gettext("Case reference %(number)s", number=facts["case_number"])
    if facts.get("preview"):
        return {"chain": "", "case": case, "qr": "", "qr_caption": ""}
    seq, head = facts["receipt"]["seq"], facts["receipt"]["hash"][:_HASH_HEAD]
    chain = w.gettext("Chain receipt: event %(seq)s, %(hash)s", seq=seq, hash=head)
    if kind == "advice":
        chain = w.gettext("Digest of the answers: %(hash)s", hash=head)
    url = facts.get("verify_url", "")
    caption = verification(facts, w) if kind == "licence" else w.gettext(CAPTIONS.get(kind, _CHECK_CASE))
    return {
        "chain": chain,
        "case": case,
        "qr": qr_svg(url) if url else "",
        "qr_caption": caption if url else "",
    }
