"""A bundle file is read whole, and every mistake in it is named where it stands."""

from datetime import date
from pathlib import Path

import pytest

from workflows import Bundle, Text, load_bundles, parse_bundle, read_bundle
from workflows.definition.facts import conditions, derive
from workflows.errors import BundleError

SOURCE = (Path(__file__).parents[3] / "workflows" / "bundles" / "road-access.toml").read_text(encoding="utf-8")


def broken(old: str, new: str) -> str:
    assert old in SOURCE
    return SOURCE.replace(old, new, 1)


@pytest.fixture
def bundle() -> Bundle:
    return load_bundles()["road-access"]


def test_the_four_permits_stand_in_the_order_of_the_old_way(bundle: Bundle) -> None:
    assert [(rule.suffix, rule.key) for rule in bundle.permits.values()] == [
        ("P1", "road-occupation"),
        ("P2", "road-utilities"),
        ("P3", "green-space"),
        ("P4", "trees"),
    ]


def test_the_limits_are_those_of_the_law_and_the_promise(bundle: Bundle) -> None:
    limits = bundle.limits

    assert (limits.intake_working_days, limits.committed, limits.statutory, limits.joint) == (5, 7, 20, 45)
    assert (limits.statutory_extension, limits.joint_extension, limits.delivery, limits.government) == (10, 15, 10, 20)
    assert {
        key: one.limit_working_days for key, one in bundle.departments.items() if key not in {"lead", "window"}
    } == {
        "planning": 2,
        "police": 3,
        "roads": 5,
        "greening": 5,
        "government": 20,
    }


def test_there_are_26_papers_and_no_catch_all(bundle: Bundle) -> None:
    assert list(bundle.materials) == [f"M{number:02}" for number in range(1, 27)]
    assert not any("其他" in one.name.zh or "other" in one.name.en.lower() for one in bundle.materials.values())


def test_every_refusal_names_its_law_and_every_deficiency_its_remedy(bundle: Bundle) -> None:
    assert all(code.law for code in bundle.refusal_codes.values())
    assert all(code.remedy for code in bundle.deficiency_codes.values())
    assert {key for code in bundle.refusal_codes.values() for key in code.permits} == set(bundle.permits)


def test_every_text_stands_in_both_languages_without_the_other_ones_script(bundle: Bundle) -> None:
    texts = [one.name for rows in (bundle.departments, bundle.materials, bundle.permits) for one in rows.values()]
    texts += [question.label for question in bundle.questions]

    assert all(text.zh and text.en and text.en.isascii() for text in texts)


def test_the_remedies_are_sixty_days_and_six_months(bundle: Bundle) -> None:
    assert (bundle.remedies.reconsideration_days, bundle.remedies.lawsuit_months) == (60, 6)


def test_missing_answers_reach_no_condition(bundle: Bundle) -> None:
    known = derive(bundle, {}, date(2026, 6, 1))

    assert all(isinstance(known.holds(condition), bool) for condition in conditions(bundle))
    assert not any(type(value) is int or value is None for value in known.values.values())


def test_the_houses_own_bundles_are_read_once() -> None:
    assert load_bundles() is load_bundles()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('key = "road-access"', "key = ", "x.toml: this is no TOML"),
        ('version = "2026.1"', "version = 3", "x.toml: version must be of kind string"),
        ("committed = 7\n", "", "x.toml, limits: committed is missing"),
        ("committed = 7\n", "committed = 0\n", "x.toml, limits: committed must be at least one working day"),
        ("committed = 7\n", "committed = true\n", "x.toml, limits: committed must be of kind integer"),
        ("statutory = 20\n", "statutory = 20\nforever = 1\n", "x.toml, limits: there is no setting called forever"),
        ('when = "occupies", reason', 'when = "ocupies", reason', "permits.road-occupation.because[0].when"),
        ('when = "on_bridge"\n', 'when = "1 > "\n', "warnings[8].when"),
        ('when = "on_bridge"\n', 'when = "green_m2"\n', "not yes or no"),
        ("{barred_through}（含当日）", "{barred_until}（含当日）", "a place {barred_until} nobody fills"),
        ('from = "occupy.days"', 'from = "occupy.weeks"', "no question is called occupy.weeks"),
        ('sum = "count", where = "street_tree"', 'sum = "species", where = "street_tree"', "sum needs a list of rows"),
        ('green_lost = "', 'occupies = "', "the name occupies is used twice"),
        ('kind = "flag"\nlabel', 'kind = "boolean"\nlabel', "questions[8]: kind must be one of"),
        (
            'document = { zh = "城市树木砍伐、移植许可证", en',
            'document = { zh = "城市树木砍伐、移植许可证", fr',
            "document: en is missing",
        ),
        ('[join]\nkind = "all"', '[join]\nkind = "most"', "x.toml, join: kind must be one of"),
        ("replant_ratio = 2", "replant_ratio = [1]", "switches: replant_ratio must be a word"),
    ],
)
def test_a_mistake_is_named_where_it_stands(old: str, new: str, sentence: str) -> None:
    with pytest.raises(BundleError) as refused:
        parse_bundle(broken(old, new), "x.toml")

    assert sentence in str(refused.value)
    assert str(refused.value).startswith("x.toml")


def test_two_files_of_one_key_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SOURCE, encoding="utf-8")

    with pytest.raises(BundleError, match=r"b\.toml: another file has the bundle road-access already"):
        load_bundles(tmp_path)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"none\.toml: the file cannot be read"):
        read_bundle(tmp_path / "none.toml")


def test_a_licence_of_a_permit_the_version_does_not_know_is_called_by_its_key() -> None:
    bundle = load_bundles()["road-access"]

    assert bundle.document_of("trees") == bundle.permits["trees"].document
    assert bundle.document_of("gone") == Text("gone", "gone")
