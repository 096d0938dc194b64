"""Passages that several notices share."""

import unicodedata
from collections.abc import Iterable

from permits.documents.blocks import Block, fields, heading, para
from permits.documents.facts import Facts, Line, Words
from permits.documents.wording import Wording


def case_card(facts: Facts, w: Wording, *more: tuple[str, str]) -> Block:
    """Build the case details: number, applicant, project, site, and what the notice adds."""
    party = facts["applicant"]
    identity = f"{w.text(party['id_label'])} {party['id_masked']}".strip()
    return fields(
        [
            (w.gettext("Case reference"), facts["case_number"]),
            (w.gettext("Applicant of the case"), f"{party['name']}\n{identity}" if identity else party["name"]),
            (w.gettext("Agent of the applicant"), facts.get("agent", "")),
            (w.gettext("Project of the case"), w.text(facts["project"])),
            (w.gettext("Site of the works"), w.text(facts["site"])),
            *more,
        ]
    )


def counted(iso: str, facts: Facts, w: Wording) -> str:
    """Format a due day, marked where its calendar was provisional when the notice was issued."""
    return w.due(iso, provisional=iso > facts.get("final_through", iso))


def named(line: Line, w: Wording, *, code: str = "code", name: str = "name") -> str:
    """Format a material as code and name."""
    return f"{line[code]} {w.text(line[name])}" if line.get(code) else w.text(line[name])


def as_sentence(text: str, w: Wording) -> str:
    """Append a missing full stop to a text: the one of its own script, for Chinese stands in English notices too."""
    text = text.strip().rstrip("，、,")
    if text.endswith(tuple("。.！!？?；;…")):
        return text
    is_wide = unicodedata.east_asian_width(text[-1:] or " ") in {"W", "F"}
    return text + ("。" if w.is_chinese or is_wide else ".")


def sentences(texts: Iterable[Words], w: Wording) -> list[str]:
    """Format facts or reasons as sentences, without empty ones."""
    return [as_sentence(said, w) for said in (w.text(text) for text in texts) if said.strip()]


def remedies(facts: Facts, w: Wording, *, section: int) -> list[Block]:
    """State where and until when the decision may be challenged; empty where the notice has no remedy.

    Law: Administrative Licensing Law art. 38(2); Administrative Reconsideration Law art. 20; Administrative Litigation
    Law art. 46.
    """
    remedy = facts.get("remedies")
    if not remedy:
        return []
    right = w.gettext(
        "If you object to this decision, you may apply to %(body)s for administrative reconsideration "
        "within 60 days of its service, or bring an action before %(court)s within six months of its "
        "service (Administrative Reconsideration Law, Article 20; Administrative Litigation Law, "
        "Article 46).",
        body=w.text(remedy["reconsideration_body"]),
        court=w.text(remedy["court"]),
    )
    return [
        heading(w.section(section, w.gettext("Your remedies"))),
        para(w.join([right, _against(remedy, w), _last_days(remedy, w)])),
    ]


def _against(remedy: Line, w: Wording) -> str:
    if not remedy.get("respondent"):
        return ""
    return w.gettext(
        "The respondent of the reconsideration and the defendant of the action is the body that took this decision, "
        "%(body)s (Administrative Reconsideration Law, Article 19; Administrative Litigation Law, Article 26).",
        body=w.text(remedy["respondent"]),
    )


def _last_days(remedy: Line, w: Wording) -> str:
    if not remedy.get("reconsideration_last_on"):
        return w.gettext("Both periods run from the day of service, which the proof of service states.")
    last = {"reconsideration": w.day(remedy["reconsideration_last_on"])}
    if not remedy.get("court_last_on"):
        return w.gettext("The last day to apply for reconsideration is %(reconsideration)s.", **last)
    last["court"] = w.day(remedy["court_last_on"])
    if not remedy.get("served_on"):
        return w.gettext(
            "The last day to apply for reconsideration is %(reconsideration)s, and the "
            "last day to bring an action is %(court)s.",
            **last,
        )
    return w.gettext(
        "This decision was served on %(served)s: the last day to apply for reconsideration is "
        "%(reconsideration)s, and the last day to bring an action is %(court)s.",
        served=w.day(remedy["served_on"]),
        **last,
    )


def contact(facts: Facts, w: Wording) -> list[Block]:
    """Name the counter for questions, where the facts hold one."""
    named_contact = w.text(facts.get("contact") or "").rstrip("。.")
    if not named_contact:
        return []
    return [para(w.gettext("For questions, please contact: %(contact)s.", contact=named_contact))]
