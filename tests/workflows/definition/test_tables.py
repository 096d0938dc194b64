"""A table hands out typed values, and refuses with its place what is missing, wrong, or asked for by nobody."""

from collections.abc import Callable

import pytest

from workflows import Text
from workflows.definition.tables import Shape, Table
from workflows.errors import BundleError

TEXT = {"zh": "文", "en": "text"}


def table(**data: object) -> Table:
    return Table(data, "x.toml")


def test_a_whole_number_stands_for_a_decimal_and_not_the_other_way_round() -> None:
    found = table(most=3).take("most", float)

    assert (found, type(found)) == (3.0, float)
    with pytest.raises(BundleError, match="most must be of kind integer"):
        table(most=3.0).take("most", int)


@pytest.mark.parametrize("kind", [int, float, str])
def test_yes_and_no_are_no_numbers_and_no_words(kind: type) -> None:
    with pytest.raises(BundleError, match="is_on must be of kind"):
        table(is_on=True).take("is_on", kind)


def test_what_may_be_left_out_has_its_default_and_still_its_kind() -> None:
    assert table().get("most", int, None) is None
    with pytest.raises(BundleError, match="most must be of kind integer"):
        table(most="3").get("most", int, None)


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (lambda one: one.take("lost", str), "x.toml: lost is missing"),
        (lambda one: one.words("list"), "x.toml: list must be of kind array of strings"),
        (lambda one: one.one_of("word", ("a", "b")), "x.toml: word must be one of a, b, not c"),
        (lambda one: one.text("half"), "x.toml, half: en is missing"),
        (lambda one: one.table("word"), "x.toml: word must be of kind table"),
        (lambda one: one.tables("list"), "x.toml, list[0]: this must be a table"),
        (lambda one: one.table("half").table("inner"), "x.toml, half: inner is missing"),
        (lambda one: one.scalars(), "x.toml: list must be a word, a number, or yes or no"),
    ],
)
def test_a_wrong_value_is_named_by_its_place(read: Callable[[Table], object], sentence: str) -> None:
    with pytest.raises(BundleError) as refused:
        read(table(word="c", list=[1], half={"zh": "文"}))

    assert str(refused.value) == sentence


def test_a_setting_nobody_took_is_refused() -> None:
    found = table(name=TEXT, forever=1)
    assert found.text("name") == Text("文", "text")
    assert found.optional_text("help") is None

    with pytest.raises(BundleError, match="there is no setting called forever"):
        found.close()


def test_only_the_exact_kind_is_held() -> None:
    found = table(value=True)

    assert (found.holds("value", bool), found.holds("value", int), found.holds("lost", int)) == (True, False, False)


def test_a_key_that_one_place_may_leave_out_is_not_needed() -> None:
    shape = Shape(places={"a", "b"})
    shape.note("always").required_by |= {"a", "b"}
    shape.note("sometimes").required_by.add("a")

    assert [name for name in shape.keys if shape.needs(name)] == ["always"]
    assert not Shape(keys=shape.keys).needs("always")


def test_rows_of_a_key_share_one_shape() -> None:
    shape = Shape()

    assert shape.below("rows", "array") is shape.below("rows", "array")
    assert shape.keys["rows"].kinds == {"array"}
