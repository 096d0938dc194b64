from permits.documents.blocks import fields, form, table

PAIRS = [("Road", "紫琅路"), ("Agent", "")]


def test_a_card_leaves_out_what_has_no_value_and_a_form_keeps_it() -> None:
    assert fields(PAIRS)["rows"] == [["Road", "紫琅路"]]
    assert form(PAIRS)["rows"] == [["Road", "紫琅路"], ["Agent", ""]]


def test_a_table_is_plain_json_whatever_it_was_made_of() -> None:
    found = table(("a", "b"), iter([("1", "2")]), widths=(1, 2), shaded={0})

    assert found == {"type": "table", "head": ["a", "b"], "rows": [["1", "2"]], "widths": [1, 2], "shaded": [0]}
