"""The shape of the facts of every kind of notice."""

from collections.abc import Mapping

from permits.documents.facts.fees import EmergencyReportFacts, FeeNoticeFacts, RefundNoticeFacts
from permits.documents.facts.licences import (
    CheckRecordFacts,
    InspectionRecordFacts,
    IntentNoticeFacts,
    RestorationOrderFacts,
)
from permits.documents.facts.limits import LimitsMovedFacts
from permits.documents.facts.notices import (
    AcceptanceFacts,
    AmendmentFacts,
    DeficiencyFacts,
    DeliveryFacts,
    ExtensionFacts,
    Facts,
    ForwardingFacts,
    GrantFacts,
    LapseFacts,
    LicenceDecisionFacts,
    LicenceFacts,
    MootQuestionFacts,
    NonAcceptanceFacts,
    NotRequiredFacts,
    ReceiptFacts,
    RefusalFacts,
    SpecialProcedureFacts,
    SupervisionFacts,
    WithdrawalFacts,
)
from permits.documents.facts.procedures import (
    HearingNoticeFacts,
    HearingRecordFacts,
    HearingRightFacts,
    SurveyRecordFacts,
)

SHAPES: Mapping[str, type] = {
    "receipt": ReceiptFacts,
    "acceptance": AcceptanceFacts,
    "deficiency": DeficiencyFacts,
    "non_acceptance": NonAcceptanceFacts,
    "not_required": NotRequiredFacts,
    "grant": GrantFacts,
    "refusal": RefusalFacts,
    "licence": LicenceFacts,
    "licence_decision": LicenceDecisionFacts,
    "delivery": DeliveryFacts,
    "withdrawal": WithdrawalFacts,
    "lapse": LapseFacts,
    "extension": ExtensionFacts,
    "special_procedure": SpecialProcedureFacts,
    "amendment": AmendmentFacts,
    "moot_question": MootQuestionFacts,
    "supervision": SupervisionFacts,
    "forwarding": ForwardingFacts,
    "emergency_report": EmergencyReportFacts,
    "limits_moved": LimitsMovedFacts,
    "fee_notice": FeeNoticeFacts,
    "refund_notice": RefundNoticeFacts,
    "intent_notice": IntentNoticeFacts,
    "restoration_order": RestorationOrderFacts,
    "inspection_record": InspectionRecordFacts,
    "check_record": CheckRecordFacts,
    "hearing_right": HearingRightFacts,
    "hearing_notice": HearingNoticeFacts,
    "hearing_record": HearingRecordFacts,
    "survey_record": SurveyRecordFacts,
}


def missing_facts(kind: str, facts: Facts) -> frozenset[str]:
    """Name the facts a notice of this kind needs and does not have.

    Raises:
        KeyError: there is no such kind.
    """
    required: frozenset[str] = SHAPES[kind].__required_keys__  # type: ignore[attr-defined]  # every shape is a TypedDict
    return required - facts.keys()
