"""Notices and texts in Chinese as an office writes them: days in 年月日, full-width marks, nothing said twice."""

import json
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from permits.db import reading
from permits.documents.kinds import FORMS
from permits.documents.view import page
from permits.i18n import merged
from tests.permits.documents.samples import facts

BEFORE = "[\u4e00-\u9fff」』》）〕]"
HALF = rf"{BEFORE} ?[,;:!?](?![\d/])|{BEFORE} ?\(|\) ?{BEFORE}|[,:;] ?[\u4e00-\u9fff]"
ISO_DAY, TWICE, PILED = r"\d{4}-\d{2}-\d{2}", "([\u4e00-\u9fff]{2,}路)\\1", "审批行政许可"
WRONG = re.compile(f"{HALF}|{ISO_DAY}|{TWICE}|{PILED}")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from strings(one) if name != "qr" else ()
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def wrong_in(kind: str, given: dict[str, object]) -> list[tuple[str, str]]:
    return [(kind, said) for said in strings(page(kind, given, language="zh")) if WRONG.search(said)]


def test_every_notice_of_the_office_is_worded_in_official_chinese(office: Flask) -> None:
    with reading(office.extensions["engine"]) as conn:
        found = conn.execute(text("select kind, facts from notice")).all()

    assert [one for row in found for one in wrong_in(row.kind, json.loads(row.facts))] == []
    assert len(found) > 100


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_every_kind_of_notice_is_worded_in_official_chinese(kind: str) -> None:
    assert wrong_in(kind, facts(kind)) == []


def test_no_translation_has_half_width_marks() -> None:
    said = {str(one.id): re.sub(r"%\(\w+\)[sd]", "中", str(one.string)) for one in merged() if one.id}

    assert [message for message, text_ in said.items() if re.search(HALF, text_)] == []


def test_materials_are_complete_only_where_nothing_is_promised() -> None:
    given = {**facts("acceptance"), "tolerated": [], "committed": []}
    promised = {**given, "committed": [{"code": "M11", "name": {"zh": "安全应急预案", "en": "Emergency plan"}}]}

    assert "申请材料齐全" in "".join(strings(page("acceptance", given, language="zh")))
    assert "齐全" not in "".join(strings(page("acceptance", promised, language="zh")))
