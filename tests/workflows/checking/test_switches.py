"""Local choices: needed ones are there, misspelt ones are found, figures stay in bounds."""

import pytest

from tests.workflows.checking.test_files import changed, check


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("tolerance_working_days = 10\n", "", "switches", "a material may follow later"),
        ("renewal_lead_days = 30\n", "", "switches", "a licence is renewable"),
        ("tolerance_working_days = 10", "tolerance_working_days = 0", "switches.tolerance_working_days", "1 and 366"),
        ("restoration_days = 10", "restoration_days = -10", "switches.restoration_days", "-10"),
        ("sign_max_days = 1095", "sign_max_days = 99999999", "switches.sign_max_days", "36500"),
        ('"calendar"', '"lunar"', "switches.renewal_lead_unit", "must be one of calendar, working, not lunar"),
        ("tacit_consent = false", 'case_number_letters = "ZX"', "switches.case_number_letters", "cannot be ZX"),
        ("tacit_consent = false", 'case_number_per = "month"', "switches.case_number_per", "one of day, year"),
        ("tacit_consent = false", "alert_percent = 100", "switches.alert_percent", "1 and 99"),
        ("tacit_consent = false", "alert_working_days = 0", "switches.alert_working_days", "1 and 366"),
        ("tacit_consent = false", "fast_lane = true", "switches", "no [fast_lane]"),
        ("tacit_consent = false", "self_reinstatement = true", "switches", "no question offers it"),
        ("tacit_consent = false", "emergency_beside_working_days = 5", "switches", "no works beside its lane"),
        ("tacit_consent = false", "tacit_consent = true", "switches", "no work item is tacit"),
        ("tacit_consent = false", "tacit_consent = 3", "switches.tacit_consent", "must be of kind boolean"),
        ("tacit_consent = false", "tacit_consents = false", "switches.tacit_consents", "did you mean tacit_consent?"),
    ],
)
def test_a_wrong_choice_is_told(old: str, new: str, place: str, words: str) -> None:
    told = [fault.sentence for fault in check(changed((old, new))).errors if fault.place == place]

    assert [sentence for sentence in told if words in sentence] != []


def test_what_any_licence_may_meet_has_a_default() -> None:
    assert check(changed(("inspection_working_days = 5\n", ""), ("restoration_days = 10\n", ""))).errors == ()
