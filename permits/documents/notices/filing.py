"""Papers before an application is sent: numbered advice; the application form and undertakings, to be signed."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from permits.documents.blocks import Block, fields, form, heading, items, note, para, table
from permits.documents.facts import Base, Common, Facts, Line, MaterialLine, Words
from permits.documents.form import Form
from permits.documents.notices.common import as_sentence, case_card, named
from permits.documents.wording import Wording
from workflows import N_

OUTCOMES = {
    "proceed": N_("According to your answers you need the permits below; a single application covers all of them:"),
    "not_required": N_("According to your answers you need no permit."),
    "refer": N_("According to your answers, another authority handles this matter."),
    "blocked": N_("As planned, this cannot be permitted."),
}


class Lines(TypedDict):
    """A label with its value."""

    label: Words
    value: Words


class AdviceFacts(Base):
    """咨询答复: the result of the questionnaire as it was given."""

    verify_url: NotRequired[str]
    bundle: Words
    bundle_version: str
    outcome: str
    is_open: bool
    permits: list[Line]
    names: Mapping[str, Words]
    materials: list[Line]
    gates: list[Line]
    warnings: list[Line]
    committed_days: int
    promised_on: str
    answers: list[Lines]


class FormFacts(Common):
    """申请表: what was typed, to be signed."""

    bundle: Words
    sections: list[Line]
    permits: list[Words]
    materials: list[MaterialLine]


class UndertakingFacts(Common):
    """承诺书: what the applicant promises, to be signed."""

    undertaking: Words


def advice(facts: Facts, w: Wording) -> list[Block]:
    """Word the result of the questionnaire, with the answers it rests on."""
    rows = [
        [w.text(facts["names"].get(one["key"], one["key"])), w.text(one["reason"]), w.text(one["law"])]
        for one in facts["permits"]
    ]
    head = [w.gettext("Permit needed"), w.gettext("Why"), w.gettext("Basis in law")]
    said, outcome = [*facts["gates"], *facts["warnings"]], OUTCOMES[facts["outcome"]]
    own = [named(one, w) for one in facts["materials"] if not one["shared"]]
    return [
        para(w.gettext(outcome)),
        *([table(head, rows, widths=(6, 8, 8))] if rows else []),
        *_days(facts, w),
        *([items([as_sentence(w.text(one["message"]), w) for one in said])] if said else []),
        *([heading(w.gettext("Materials to hand in")), items(own)] if own and rows else []),
        heading(w.gettext("Answers on which this advice is based")),
        fields([(w.text(one["label"]), w.text(one["value"])) for one in facts["answers"]]),
        note(_basis(facts, w)),
    ]


def _days(facts: Facts, w: Wording) -> list[Block]:
    if not facts["promised_on"]:
        return []
    sentence = w.gettext(
        "Committed limit: %(count)s working days from acceptance; if accepted on the day of this advice, by %(day)s.",
        count=facts["committed_days"],
        day=w.day(facts["promised_on"]),
    )
    return [para(sentence)]


def _basis(facts: Facts, w: Wording) -> str:
    said = [
        w.gettext(
            "Given automatically under version %(version)s of %(bundle)s on the basis of the answers "
            "above (%(law)s). This is advice, not a decision; if your answers, your plans or the "
            "rules change, please ask again.",
            law=w.text(facts["law"]),
            version=facts["bundle_version"],
            bundle=w.text(facts["bundle"]),
        )
    ]
    if facts["is_open"]:
        said.insert(0, w.gettext("Some questions are still open; an unanswered question does not count as No."))
    return w.join(said)


def application_form(facts: Facts, w: Wording) -> list[Block]:
    """Word the application as it was typed. Law: Administrative Licensing Law art. 29, 31."""
    head = [w.gettext("Item no."), w.gettext("Name of the material")]
    rows = [[str(number), named(one, w)] for number, one in enumerate(facts["materials"], start=1)]
    return [
        para(w.gettext("We apply for the following in one matter (%(bundle)s):", bundle=w.text(facts["bundle"]))),
        items([w.text(one) for one in facts["permits"]]),
        *(block for section in facts["sections"] for block in _section(section, w)),
        heading(w.gettext("Materials of this application")),
        table(head, rows, widths=(2, 20)),
        para(
            w.gettext(
                "We declare that the statements above are true and that the materials are genuine, "
                "and accept responsibility for them (%(law)s).",
                law=w.text(facts["law"]),
            )
        ),
        _signed(w),
    ]


def _section(section: Line, w: Wording) -> list[Block]:
    rows = [(w.text(one["label"]), w.text(one["value"])) for one in section["lines"]]
    return [heading(w.text(section["name"])), fields(rows)] if rows else []


def undertaking(facts: Facts, w: Wording) -> list[Block]:
    """Word an undertaking, to be signed."""
    promised = as_sentence(w.text(facts["undertaking"]), w)
    return [case_card(facts, w), para(promised), note(w.text(facts["law"])), _signed(w)]


def _signed(w: Wording) -> Block:
    return form([(w.gettext("Signature or seal of the applicant"), ""), (w.gettext("Day of signature"), "")])


FORMS: Mapping[str, Form] = {
    "advice": Form(
        name=N_("Advice"),
        title=N_("Advice on the Permits Needed"),
        law=N_("Regulation on Optimising the Business Environment, Article 35"),
        layout="letter",
        facts=AdviceFacts,
        build=advice,
        is_notice=False,
    ),
    "application_form": Form(
        name=N_("Application form"),
        title=N_("Joint Application Form"),
        law=N_("Administrative Licensing Law, Article 29"),
        layout="form",
        facts=FormFacts,
        build=application_form,
        is_notice=False,
    ),
    "undertaking": Form(
        name=N_("Undertaking"),
        title=N_("Undertaking of the Applicant"),
        law=N_("Administrative Licensing Law, Article 31"),
        layout="form",
        facts=UndertakingFacts,
        build=undertaking,
        is_notice=False,
    ),
}
