"""A faulty bundle file is refused with the file, the line, the place and the reason, all faults at once."""

import json
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from permits.seeds.installing import shipped_calendar
from workflows import FileReport, check_files, check_text
from workflows.definition.reading.positions import lines_of

ON = date(2026, 6, 1)
CALENDAR = shipped_calendar()
SOUND = (Path(__file__).parent / "files" / "restaurant-opening.toml").read_text(encoding="utf-8")
SURVEY, CO_APPROVAL = '"survey", department = "market", ', '"co_approval", department = "fire", '
BLOCKS = 'blocks = true, inputs = ["site", "answers.kitchen", '
DECISION = '  { kind = "decision", department = "market", when = "true"'
OTHER_DECISION = (
    '  { kind = "decision", department = "urban", when = "open_flame", inputs = ["site"],'
    ' reason = { zh = "甲", en = "a" }, law = { zh = "甲", en = "a" } },\n'
)
NO_SIGN = """[[dependencies]]
key = "no_sign_no_food"
effect = "moot"
refused = "signboard"
permits = ["food-licence", "signboard"]
message = { zh = "甲", en = "a" }
law = { zh = "甲", en = "a" }

"""
MOOT = "moot_answer_working_days"


class Case(NamedTuple):
    """One fault: what is changed in the sound file, where it stands, and words of the sentence."""

    name: str
    changes: tuple[tuple[str, str], ...]
    place: str
    words: tuple[str, ...]


CASES = (
    Case(
        "after-cycle",
        (
            (f'{SURVEY}when = "!small", ', f'{SURVEY}when = "!small", after = ["food-licence:fire:co_approval"], '),
            (
                f'{CO_APPROVAL}when = "needs_fire", ',
                f'{CO_APPROVAL}when = "needs_fire", after = ["food-licence:market:survey"], ',
            ),
        ),
        "permits.food-licence.items[0].after",
        ("wait for each other", "food-licence:fire:co_approval"),
    ),
    Case("join-k-of-n-99", (('[join]\nkind = "all"', '[join]\nkind = "k_of_n"\nk = 99'),), "join.k", ("99", "1 and 4")),
    Case(
        "unreachable-permit",
        (('when = "drains", reason = { zh = "日', 'when = "drains && drained_m3 < 0.0", reason = { zh = "日'),),
        "permits.drainage.because[0].when",
        ("never holds", "3 combinations of answers"),
    ),
    Case(
        "material-never-when",
        (('permits = ["drainage"], tol', 'permits = ["drainage"], when = "drained_m3 < 0.0", tol'),),
        "materials.R09.when",
        ("never holds", "combinations of answers"),
    ),
    Case(
        "unknown-question",
        (('from = "signboard.lit"', 'from = "signboard.lights"'),),
        "facts.sign_lit.from",
        ("no question is called signboard.lights", "did you mean signboard.lit?"),
    ),
    Case(
        "negative-limit",
        (('"Market" }, limit_working_days = 7', '"Market" }, limit_working_days = -7'),),
        "departments.market.limit_working_days",
        ("-7 is not between 1 and 366",),
    ),
    Case(
        "cel-type",
        (("cooks && area_m2 <= small", "cooks && place_kind <= small"),),
        "derived.small",
        ("No such overload",),
    ),
    Case(
        "cel-choice-typo",
        (("'canteen'", "'cantine'"),),
        "gates[0].when",
        ("compares place_kind with cantine", "shop, mall, canteen"),
    ),
    Case(
        "two-deciders-only-together",
        ((DECISION, OTHER_DECISION + DECISION.replace('"true"', '"!open_flame || cold_dishes"')),),
        "permits.food-licence.items[3]",
        ("urban, market decide together", '"cold_dishes": true', '"open_flame": true'),
    ),
    Case(
        "dependency-moot-cycle",
        (('[[dependencies]]\nkey = "grease', NO_SIGN + '[[dependencies]]\nkey = "grease'),),
        "dependencies[1].permits",
        ("make each other moot", "food-licence", "signboard"),
    ),
    Case(
        "rests-on-circle",
        (
            (
                'short = { zh = "食品经营", en = "Food" }\n',
                'short = { zh = "食", en = "F" }\nrests_on = ["signboard"]\n',
            ),
        ),
        "permits.food-licence.rests_on",
        ("circle", "food-licence, signboard, food-licence"),
    ),
    Case(
        "min-over-max",
        (("minimum = 1, maximum = 5000", "minimum = 5000, maximum = 1"),),
        "questions[1].fields[0].minimum",
        ("5000 is over the maximum 1",),
    ),
    Case(
        "misspelt-switch",
        (("tacit_consent = false\n", "tacit_consent = false\ntacit_concent = true\n"),),
        "switches.tacit_concent",
        ("did you mean tacit_consent?",),
    ),
    Case(
        "another-misspelt-switch",
        (("tacit_consent = false\n", "tacit_consent = false\npublic_notice_inside_tusk = false\n"),),
        "switches.public_notice_inside_tusk",
        ("did you mean public_notice_inside_task?",),
    ),
    Case("path-in-key", (('"restaurant-opening"', '"../restaurant opening"'),), "key", ("../restaurant opening",)),
    Case("switch-missing", ((f"{MOOT} = 2\n", ""),), "switches", (f"{MOOT} is missing", "can become moot")),
    Case("suffix-no-number", (('suffix = "P1"', 'suffix = "F1"'),), "permits.food-licence.suffix", ("end with F1",)),
)


def changed(*changes: tuple[str, str]) -> str:
    text = SOUND
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def check(text: str) -> FileReport:
    return check_text(text, "matter.toml", ON)


def test_the_file_they_are_all_made_from_is_sound() -> None:
    report = check(SOUND)

    assert report.errors == ()
    assert [one.place for one in report.warnings] == ["switches.food_term_months", "facts.seats"]
    assert report.explored is not None
    assert report.explored.routes >= 10


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_is_refused_with_its_line_place_and_reason(case: Case) -> None:
    text = changed(*case.changes)
    found = [fault for fault in check(text).errors if fault.place == case.place]

    told = next(fault for fault in found if all(word in fault.sentence for word in case.words))
    assert told.line == lines_of(text)[case.place]
    assert str(told).startswith(f"matter.toml:{told.line}: {case.place}: ")


def test_all_faults_of_form_reference_condition_and_rule_are_told_at_once() -> None:
    apart = [case for case in CASES if case.name not in {"unreachable-permit", "material-never-when"}]
    apart = [case for case in apart if case.name not in {"two-deciders-only-together", "after-cycle"}]
    report = check(changed(*(one for case in apart for one in case.changes)))

    assert {case.place for case in apart} <= {fault.place for fault in report.errors}
    assert report.explored is None
    assert not report.is_sound


def test_what_hangs_on_a_wrong_part_is_not_blamed_too() -> None:
    text = changed(('from = "kitchen.area_m2"', 'from = "kitchen.area"'), ('label = { zh = "拟开业日期"', "label = {"))

    report = check(text.replace("label = {, ", "label = { "))

    assert [fault.place for fault in report.errors] == ["questions[2].label.zh", "facts.area_m2.from"]


def test_a_setting_nobody_knows_is_an_error_with_the_nearest_name() -> None:
    report = check(changed(('number = "3"', 'numbr = "3"')))

    (fault,) = report.errors
    assert (fault.line, fault.place) == (lines_of(SOUND)["questions[2].number"], "questions[2].numbr")
    assert fault.sentence == "there is no setting called numbr; did you mean number?"


@pytest.mark.parametrize("text", ["key = ", "key = 1", "", "[[permits]]\nkey = 1", 'limits = "none"\n[permits]'])
def test_a_file_that_is_no_bundle_is_refused_and_never_fails(text: str) -> None:
    report = check(text)

    assert not report.is_sound
    assert all(fault.line >= 1 and fault.sentence for fault in report.errors)


def test_a_fault_is_plain_data_for_programs() -> None:
    fault = check('name = "x"\nkey = !').errors[0]

    assert json.loads(json.dumps(fault.to_data())) == {
        "file": "matter.toml",
        "line": 2,
        "place": "",
        "message": "this is no TOML: Invalid value (at line 2, column 7)",
    }


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"key = \xff")

    missing, latin = check_files([tmp_path / "none.toml", tmp_path / "latin.toml"], ON, CALENDAR)

    assert "cannot be read" in missing.errors[0].sentence
    assert "cannot be read" in latin.errors[0].sentence


def test_the_bundle_of_the_bench_is_sound() -> None:
    assert check_files([Path(__file__).parents[3] / "bench" / "bench-bundle.toml"], ON, CALENDAR)[0].errors == ()
