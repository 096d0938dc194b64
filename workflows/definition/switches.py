"""Switches that the office reads by name: their defaults and the words they may have. A bundle adds its own."""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.definition.questions import Value

UNITS = ("calendar", "working")
# periods in calendar days unless the name says otherwise
DEFAULTS: Mapping[str, Value] = MappingProxyType(
    {
        "decider_mode": "department",
        "renewal_lead_days": 30,
        "renewal_lead_unit": "calendar",
        "renewal_reminder_days": 14,
        "expiry_reminder_days": 7,
        "revocation_service_working_days": 10,
        "restoration_days": 10,
        "inspection_working_days": 5,
        "hearing_request_days": 5,
        "hearing_request_unit": "working",
        "hearing_hold_days": 20,
        "hearing_notice_days": 7,
        "fees_gate_delivery": False,
        "fee_payment_days": 15,
        "emergency_filing_hours": 24,
        "emergency_notice_minutes": 0,
        "tolerance_working_days": 10,
        "tolerance_missed": "gate",
        "moot_answer_working_days": 3,
        "public_notice_inside_task": True,
        "informed_commitment": False,
        "tacit_consent": False,
        "alert_percent": 20,
        "alert_working_days": 1,
        "case_number_letters": "DK",
        "case_number_per": "day",
        "fast_lane": False,
        "self_reinstatement": False,
        "emergency_beside_working_days": 0,
        "rating_fix_working_days": 5,
    }
)
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "decider_mode": ("department", "bureau"),
        "renewal_lead_unit": UNITS,
        "hearing_request_unit": UNITS,
        "tolerance_missed": ("gate", "withdraw"),
        "case_number_per": ("day", "year"),
    }
)
# a word in a form of its own; ZX are the letters of advice
PATTERNS: Mapping[str, str] = MappingProxyType({"case_number_letters": r"(?!ZX)[A-Z]{2,4}"})
