import dataclasses
import typing
from collections.abc import Iterator

import pytest

from tests.bundles import version_of
from workflows import Bundle, Text, differences, gravest, parse_bundle
from workflows.checking import differences as module
from workflows.definition.capabilities import Overlay

OLD = parse_bundle(version_of("1"), "old.toml")
FIGURE = ("\ncommitted = 7", "\ncommitted = 5")
CONDITION = ('{ when = "occupies", reason', '{ when = "occupies && on_bridge", reason')
OPTION = ('{ value = "pole", label = { zh = "电线杆、通信杆", en = "Pole" } },', "")
GONE = (
    "Question “Will pipes, poles, lamps or other fixtures be built or moved?”, field “What is built or moved”,"
    " option “Pole” is gone"
)
LABEL = ('short = { zh = "树木", en = "Trees" }', 'short = { zh = "树", en = "Tree" }')


def changed(*changes: tuple[str, str]) -> Bundle:
    return parse_bundle(version_of("2", *changes), "new.toml")


def said(lang: str, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    found = differences(OLD, changed(*changes))
    return [(one.grade, one.message % {key: text.get(lang) for key, text in one.params.items()}) for one in found]


def test_the_same_rules_under_another_number_differ_in_nothing() -> None:
    assert differences(OLD, changed()) == []
    assert gravest([]) is None


@pytest.mark.parametrize(
    ("change", "grade", "sentence"),
    [
        (FIGURE, "minor", "Limit, committed limit, in working days: 7 becomes 5"),
        (
            CONDITION,
            "major",
            "Permit “Road occupation”, reason it is needed “1”, condition: occupies becomes occupies && on_bridge",
        ),
        (LABEL, "editorial", "Permit “Trees”, short name: Trees becomes Tree"),
        (
            OPTION,
            "major",
            GONE,
        ),
        (("renewal_lead_days = 30", "renewal_lead_days = 20"), "minor", "Switch “renewal_lead_days”: 30 becomes 20"),
        (
            ('suffix = "P3"\nconcerns = ["ecology"]', 'suffix = "P3"'),
            "major",
            "Permit “Green space”, interests concerned: ecology becomes nothing",
        ),
    ],
)
def test_each_difference_is_one_graded_sentence(change: tuple[str, str], grade: str, sentence: str) -> None:
    assert (grade, sentence) in said("en", change)


def test_sentences_are_in_both_languages_and_the_weightiest_come_first() -> None:
    found = differences(OLD, changed(FIGURE, CONDITION, LABEL))

    assert [one.grade for one in found] == sorted(
        (one.grade for one in found), key=["major", "minor", "editorial"].index
    )
    assert gravest(found) == "major"
    assert found[0].params["what"] == Text(
        "许可「占用挖掘道路」的办理情形「1」的条件", "Permit “Road occupation”, reason it is needed “1”, condition"
    )


def test_what_one_way_is_new_the_other_way_is_gone() -> None:
    there, back = differences(OLD, changed(OPTION)), differences(changed(OPTION), OLD)

    assert [one.message for one in (*there, *back)] == [module.REMOVED, module.ADDED]
    assert there[0].place == back[0].place


def test_every_part_of_a_bundle_has_a_word() -> None:
    words = module._words()
    sections = (
        {field.name for field in dataclasses.fields(Bundle)} - module.OUTSIDE - {"name", "law", "lead_department"}
    )
    keys = {name for name in _keys(Bundle, {Text, Overlay}) if name not in module.OUTSIDE}

    assert sections - words["sections"].keys() == set()
    assert keys - words["sections"].keys() - words["keys"].keys() == set()


def _keys(kind: object, seen: set[object] | None = None) -> Iterator[str]:
    """Yield the names of all fields below a dataclass."""
    seen = seen if seen is not None else {Text}
    for part in typing.get_args(kind):
        yield from _keys(part, seen)
    if (
        not isinstance(kind, type)
        or kind in seen
        or not dataclasses.is_dataclass(kind)
        or kind.__name__ == "Expression"
    ):
        return
    seen.add(kind)
    for field in dataclasses.fields(kind):
        yield field.name
        yield from _keys(typing.get_type_hints(kind)[field.name], seen)
