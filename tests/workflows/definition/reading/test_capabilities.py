"""What a matter has is declared; what is declared wrongly is refused with its place."""

import pytest

from tests.workflows.definition.test_catalogue import SOURCE, broken
from workflows import parse_bundle
from workflows.definition.switches import DEFAULTS
from workflows.errors import BundleError

P1_TERM = 'validity = { term = "occupy.days", unit = "days", max_term = "occupy_max_days", renewable = false,'
OWED = 'reinstatement = { overdue_flag = "not_restored", order'


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('zh = "就{place}道口开设事项"', 'zh = "道口开设事项"', "subject: the text purpose has a place {place} nobody"),
        ('subject = "site.road"', 'subject = "site.lane"', "register.subject: site.lane is not defined"),
        ('"opened_on", road', '"built_on", road', "road_opened_on must be one of opened_on, overhauled_on"),
        ("facts = { road_opened_on", "facts = { road_age", "register.facts: road_age is not defined"),
        ('answer = "emergency"', 'answer = "access_kind"', "emergency.answer: access_kind is not defined"),
        ('notify = ["roads", "police"]', 'notify = ["rails"]', "emergency.notify: rails is not defined"),
        ('late_flag = "emergency_filed_late"', 'late_flag = "late"', "emergency: late is not defined"),
        ("[refunds.shortened]", "[refunds.sold]", "refunds: there is no setting called sold"),
        ('answers = ["occupy", "excavate"]', 'answers = ["lanes"]', "road-occupation.answers: lanes is not defined"),
        ('asked = "occupy.area_m2", label', 'asked = "occupy.part", label', "measures: occupy.part is not defined"),
        (P1_TERM, P1_TERM.replace("occupy.days", "occupy.part"), "validity: occupy.part is not defined"),
        (P1_TERM, P1_TERM.replace('days", unit = "days"', 'lanes"'), "unit is missing"),
        (P1_TERM, P1_TERM.replace("occupy.days", "trees.days"), "validity: trees.days is not defined"),
        (P1_TERM, P1_TERM.replace("occupy_max_days", "tacit_consent"), "validity: tacit_consent is not defined"),
        (P1_TERM, P1_TERM.replace("{ ", "{ endless = true, "), "endless does not fit"),
        (P1_TERM, P1_TERM.replace("{ ", '{ fixed_term = "occupy_max_days", '), "fixed_term does not fit"),
        (P1_TERM, P1_TERM.replace("{ ", '{ ends_on = "13-01", '), "ends_on does not fit"),
        (P1_TERM, P1_TERM.replace('term = "occupy.days", ', ""), "max_term does not fit"),
        (P1_TERM, P1_TERM.replace("renewable = false", "renewable = true"), "renewal_times does not fit"),
        (P1_TERM, P1_TERM.replace("{ ", '{ renewal_months = "occupy_max_days", '), "renewal_months does not fit"),
        (OWED, OWED.replace("not_restored", "dirty"), "road-occupation.reinstatement: dirty is not defined"),
        ('order = { zh = "上述证照', 'order = { zh = "{who}上述证照', "the text order has a place {who} nobody fills"),
        ('months = "warranty_months"', 'months = "warranty"', "road-occupation.validity: warranty is not defined"),
        ('of = "trees_to_count"', 'of = "bushes"', "trees.aftercare: bushes is not defined"),
        ('narrowed = "count"', 'narrowed = "number"', "trees.aftercare: number is not defined"),
        ('flag = "overrun_without_change"', 'flag = "beyond"', "road-occupation.overrun: beyond is not defined"),
        ('approver = "moratorium_approver"', 'approver = "mayor"', "items: mayor is not defined"),
        ('suffix = "P1"', 'suffix = "X1"', "a licence number cannot end with X1"),
        ("restoration_days = 10", 'restoration_days = "ten"', "restoration_days must be of kind integer"),
        ('renewal_lead_unit = "calendar"', 'renewal_lead_unit = "weeks"', "must be one of calendar, working"),
    ],
)
def test_a_capability_declared_wrongly_is_refused(old: str, new: str, sentence: str) -> None:
    with pytest.raises(BundleError) as refused:
        parse_bundle(broken(old, new), "x.toml")

    assert sentence in str(refused.value)
    assert str(refused.value).startswith("x.toml")


def test_aftercare_without_anything_to_restore_is_refused() -> None:
    start = SOURCE.index("reinstatement = {", SOURCE.index("[permits.trees]"))
    source = SOURCE[:start] + SOURCE[SOURCE.index("\n", start) + 1 :]

    with pytest.raises(BundleError, match=r"trees.aftercare: reinstatement is not defined"):
        parse_bundle(source, "x.toml")


@pytest.mark.parametrize("table", ["subject", "register", "emergency", "refunds.shortened"])
def test_what_a_matter_does_not_declare_it_does_not_have(table: str) -> None:
    start = SOURCE.index(f"[{table}]")

    bundle = parse_bundle(SOURCE[:start] + SOURCE[SOURCE.index("\n[", start) + 1 :], "x.toml")

    assert not getattr(bundle, table.partition(".")[0]) or table == "subject"
    assert "{place}" in bundle.subject.purpose.zh


def test_a_switch_left_out_has_the_offices_default() -> None:
    without = broken("restoration_days = 10\n", "").replace("renewal_lead_days = 30", "renewal_lead_days = 45")

    switches = parse_bundle(without, "x.toml").switches

    assert (switches["restoration_days"], switches["renewal_lead_days"]) == (DEFAULTS["restoration_days"], 45)
