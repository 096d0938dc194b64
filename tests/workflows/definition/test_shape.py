"""A key is needed where every place that was read needs it."""

from workflows.definition.shape import Shape


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
