"""The notices of a hearing, from the notice of rights to the signed record, and the record of a site visit."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from permits.documents.blocks import Block, fields, heading, items, para
from permits.documents.facts import Common, Facts, Words
from permits.documents.form import Form
from permits.documents.notices.common import as_sentence, case_card, contact, counted
from permits.documents.wording import Wording
from workflows import N_


class HearingRightFacts(Common):
    """权利告知书: who may ask for a hearing, and until when."""

    permit: Words
    parties: list[str]
    request_by_on: str


class HearingNoticeFacts(Common):
    """听证通知书: when and where the parties are heard, and by whom."""

    permit: Words
    parties: list[str]
    held_on: str
    held_at: str  # the office's time of day, HH:MM
    place: str
    chair: str


class HearingRecordFacts(HearingNoticeFacts):
    """听证笔录: what was said, and who signed it."""

    record: str
    signed_by: list[str]


class KeptFile(TypedDict):
    """A file of the case: its name, and the SHA-256 of its content in hex."""

    name: str
    sha256: str


class SurveyRecordFacts(Common):
    """核查(勘验)笔录: who was on site, and what was found."""

    place: str
    surveyed_on: str
    departments: list[Words]
    officers: list[str]
    findings: str
    photos: NotRequired[list[KeptFile]]


def right(facts: Facts, w: Wording) -> list[Block]:
    """Notify applicant and interested parties of their right. Law: Administrative Licensing Law art. 46, 47."""
    opening = w.gettext(
        'The decision on "%(permit)s" affects major interests of the applicant and of others. Before '
        "it is taken, you have the right to request a hearing (%(law)s). Please make the request by "
        "%(day)s; if you make none by then, you are deemed to have waived the right. The parties bear "
        "no costs of the hearing.",
        permit=w.text(facts["permit"]),
        law=w.text(facts["law"]),
        day=counted(facts["request_by_on"], facts, w),
    )
    return [_card(facts, w), para(opening), *_parties(facts, w), *contact(facts, w)]


def call(facts: Facts, w: Wording) -> list[Block]:
    """Notify when, where and by whom the parties are heard. Law: Administrative Licensing Law art. 48."""
    opening = w.gettext(
        'The hearing on "%(permit)s" will be held in public (%(law)s). A party who believes that the '
        "chair has an interest in the matter may ask for the chair to be replaced. The parties may "
        "speak, present evidence and question it.",
        permit=w.text(facts["permit"]),
        law=w.text(facts["law"]),
    )
    return [_card(facts, w), para(opening), _where(facts, w), *_parties(facts, w), *contact(facts, w)]


def record(facts: Facts, w: Wording) -> list[Block]:
    """Record what was said and who signed it. Law: Administrative Licensing Law art. 48."""
    return [
        _card(facts, w),
        _where(facts, w),
        *_parties(facts, w),
        heading(w.gettext("What was said")),
        para(as_sentence(facts["record"], w)),
        heading(w.gettext("Signed by")),
        items(facts["signed_by"]),
        para(w.gettext("The decision is taken on the basis of this record (%(law)s).", law=w.text(facts["law"]))),
    ]


def survey(facts: Facts, w: Wording) -> list[Block]:
    """Record who was on site and what was found. Law: Administrative Licensing Law art. 34(3)."""
    blocks = [
        case_card(
            facts,
            w,
            (w.gettext("Place of the visit"), facts["place"]),
            (w.gettext("Day of the visit"), w.day(facts["surveyed_on"])),
        ),
        heading(w.gettext("Departments that took part")),
        items(w.text(one) for one in facts["departments"]),
        heading(w.gettext("Officers on site")),
        items(facts["officers"]),
        heading(w.gettext("What was found")),
        para(as_sentence(facts["findings"], w)),
    ]
    if facts.get("photos"):
        blocks += [heading(w.gettext("Photographs taken")), items(map(_file, facts["photos"]))]
    signed = w.gettext("At least two officers carry out an on-site check together (%(law)s).", law=w.text(facts["law"]))
    return [*blocks, para(signed)]


def _file(kept: Mapping[str, str]) -> str:
    return f"{kept['name']} (SHA-256 {kept['sha256']})"


def _card(facts: Facts, w: Wording) -> Block:
    return case_card(facts, w, (w.gettext("Permit applied for"), w.text(facts["permit"])))


def _parties(facts: Facts, w: Wording) -> list[Block]:
    return [heading(w.gettext("Interested parties")), items(facts["parties"])]


def _where(facts: Facts, w: Wording) -> Block:
    return fields(
        [
            (w.gettext("Time of the hearing"), f"{w.day(facts['held_on'])} {facts['held_at']}"),
            (w.gettext("Place of the hearing"), facts["place"]),
            (w.gettext("Chair of the hearing"), facts["chair"]),
        ]
    )


FORMS: Mapping[str, Form] = {
    "hearing_right": Form(
        name=N_("Notice of the right to a hearing"),
        title=N_("Notice of the Right to a Hearing"),
        law=N_("Administrative Licensing Law, Articles 46 and 47"),
        layout="letter",
        facts=HearingRightFacts,
        build=right,
    ),
    "hearing_notice": Form(
        name=N_("Notice of a hearing"),
        title=N_("Notice of a Hearing"),
        law=N_("Administrative Licensing Law, Article 48"),
        layout="letter",
        facts=HearingNoticeFacts,
        build=call,
    ),
    "hearing_record": Form(
        name=N_("Record of a hearing"),
        title=N_("Record of a Hearing"),
        law=N_("Administrative Licensing Law, Article 48"),
        layout="letter",
        facts=HearingRecordFacts,
        build=record,
        is_notice=False,
    ),
    "survey_record": Form(
        name=N_("Record of a site visit"),
        title=N_("Record of an On-site Check"),
        law=N_("Administrative Licensing Law, Article 34(3)"),
        layout="letter",
        facts=SurveyRecordFacts,
        build=survey,
        is_notice=False,
    ),
}
