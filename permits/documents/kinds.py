"""The kinds of notice: title, usual legal ground, layout and the view that words it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from permits.documents.blocks import Block
from permits.documents.facts.notices import Facts
from permits.documents.views import (
    changes,
    closing,
    decisions,
    hearings,
    intake,
    licences,
    limits,
    money,
    stages,
    supervision,
)
from permits.documents.wording import Wording
from workflows import N_

Layout = Literal["letter", "slip", "licence"]


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of notice is titled, founded, laid out and worded; title and law are msgids."""

    title: str
    law: str
    layout: Layout
    build: Callable[[Facts, Wording], list[Block]]
    is_notice: bool = True  # ends with the formula of a notice; a decision and a form do not


FORMS: Mapping[str, Form] = {
    "receipt": Form(
        N_("Receipt for Application Papers"),
        N_("Administrative Licensing Law, Article 32(1)(4)"),
        "slip",
        intake.receipt,
    ),
    "acceptance": Form(
        N_("Notice of Acceptance of an Application for an Administrative Licence"),
        N_("Administrative Licensing Law, Article 32(1)(5)"),
        "letter",
        intake.acceptance,
    ),
    "deficiency": Form(
        N_("One-off Notice of Deficiencies to be Supplemented"),
        N_("Administrative Licensing Law, Article 32(1)(4)"),
        "letter",
        intake.deficiency,
    ),
    "non_acceptance": Form(
        N_("Decision not to Accept an Application for an Administrative Licence"),
        N_("Administrative Licensing Law, Article 32(1)(2)"),
        "letter",
        intake.non_acceptance,
        is_notice=False,
    ),
    "not_required": Form(
        N_("Notice that no Administrative Licence is Required"),
        N_("Administrative Licensing Law, Article 32(1)(1)"),
        "letter",
        intake.not_required,
    ),
    "grant": Form(
        N_("Decision to Grant an Administrative Licence"),
        N_("Administrative Licensing Law, Article 38(1)"),
        "letter",
        decisions.grant,
        is_notice=False,
    ),
    "refusal": Form(
        N_("Decision to Refuse an Administrative Licence"),
        N_("Administrative Licensing Law, Article 38(2)"),
        "letter",
        decisions.refusal,
        is_notice=False,
    ),
    "licence": Form(
        N_("Licence Certificate"), N_("Administrative Licensing Law, Article 39"), "licence", closing.licence
    ),
    "licence_decision": Form(
        N_("Decision Concerning a Licence"),
        N_("Administrative Licensing Law, Articles 69 and 70"),
        "letter",
        decisions.licence_decision,
        is_notice=False,
    ),
    "delivery": Form(N_("Proof of Service"), N_("Administrative Licensing Law, Article 44"), "slip", closing.delivery),
    "withdrawal": Form(
        N_("Confirmation of Withdrawal of an Application"),
        N_("the rules of the service guide on withdrawal before a decision"),
        "slip",
        closing.withdrawal,
    ),
    "lapse": Form(
        N_("Notice that an Application is Closed as Given Up"),
        N_("Administrative Licensing Law, Article 32(1)(4)"),
        "letter",
        closing.lapse,
    ),
    "extension": Form(
        N_("Notice of Extension of the Time Limit"),
        N_("Administrative Licensing Law, Article 42"),
        "letter",
        decisions.extension,
    ),
    "moot_question": Form(
        N_("Question whether Permits Are Still Wanted"),
        N_("Administrative Licensing Law, Article 38"),
        "letter",
        changes.moot_question,
    ),
    "amendment": Form(
        N_("Confirmation of a Changed Application"),
        N_("Administrative Licensing Law, Article 31"),
        "letter",
        changes.amendment,
    ),
    "supervision": Form(
        N_("Supervision Order"),
        N_("Administrative Licensing Law, Article 10"),
        "letter",
        supervision.supervision,
        is_notice=False,
    ),
    "special_procedure": Form(
        N_("Notice of a Special Procedure"),
        N_("Administrative Licensing Law, Article 45"),
        "letter",
        decisions.special_procedure,
    ),
    "forwarding": Form(
        N_("Notice that a File Has Gone Up to the Government"),
        N_("Administrative Licensing Law, Articles 35 and 43"),
        "letter",
        stages.forwarding,
    ),
    "emergency_report": Form(
        N_("Confirmation of a Report of Emergency Works"),
        N_("Urban Road Administration Regulations, Article 34"),
        "letter",
        stages.emergency_report,
    ),
    "limits_moved": Form(
        N_("Notice that a Time Limit Has Moved with the Calendar"),
        N_("Administrative Licensing Law, Article 82"),
        "letter",
        limits.limits_moved,
    ),
    "fee_notice": Form(
        N_("Fee Notice"), N_("Administrative Licensing Law, Articles 58 and 59"), "letter", money.fee_notice
    ),
    "refund_notice": Form(
        N_("Refund Notice"), N_("Administrative Licensing Law, Articles 58 and 59"), "letter", money.refund_notice
    ),
    "hearing_right": Form(
        N_("Notice of the Right to a Hearing"),
        N_("Administrative Licensing Law, Articles 46 and 47"),
        "letter",
        hearings.right,
    ),
    "hearing_notice": Form(
        N_("Notice of a Hearing"), N_("Administrative Licensing Law, Article 48"), "letter", hearings.call
    ),
    "hearing_record": Form(
        N_("Record of a Hearing"),
        N_("Administrative Licensing Law, Article 48"),
        "letter",
        hearings.record,
        is_notice=False,
    ),
    "survey_record": Form(
        N_("Record of an On-site Check"),
        N_("Administrative Licensing Law, Article 34(3)"),
        "letter",
        hearings.survey,
        is_notice=False,
    ),
    "intent_notice": Form(
        N_("Notice that a Licence is to be Taken Back"),
        N_("Administrative Licensing Law, Article 7"),
        "letter",
        licences.intent_notice,
    ),
    "restoration_order": Form(
        N_("Order to Restore the Site"),
        N_("Urban Road Administration Regulations, Article 35"),
        "letter",
        licences.restoration_order,
    ),
    "inspection_record": Form(
        N_("Record of the Acceptance Inspection"),
        N_("Administrative Licensing Law, Article 61"),
        "slip",
        licences.inspection_record,
    ),
    "check_record": Form(
        N_("Record of a Site Check"),
        N_("Administrative Licensing Law, Article 61"),
        "slip",
        licences.check_record,
    ),
}
