import re
from typing import get_args

import pytest

from permits.errors import SetupFault
from permits.services.notifying.audience import ROLES
from permits.services.notifying.rules import FILE, Group, read_rules, rules

PLAINEST = """
silent = []
[events."application.accepted"]
groups = ["applicant"]
sentence = { zh = "{number} 已受理", en = "{number} is accepted" }
"""


def test_the_rules_of_the_house_are_read() -> None:
    assert read_rules(FILE.read_text(encoding="utf-8")) == rules()


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ("silent", "silence", "silent Field required"),
        ("silent = []", 'silent = ["application.accepted"]', "told and silent at once: application.accepted"),
        ('["applicant"]', '["everybody"]', "groups"),
        ('["applicant"]', "[]", "groups"),
        ('["applicant"]', '["applicant"]\nmail = ["lead"]', "mail may name only groups that are told"),
        ('["applicant"]', '["applicant"]\nurgency = "soon"', "urgency"),
        ('zh = "{number} 已受理", ', "", "sentence.zh"),
        ("{number} is accepted", "accepted", "must name the case"),
        ("{number} is accepted", "{number} of {title}", "must name the case"),
        ("{number} is accepted", "{number} is {", "must name the case"),
        ("[events", "[[events", "no TOML"),
    ],
)
def test_malformed_rules_stop_the_start_with_one_sentence(was: str, becomes: str, fault: str) -> None:
    with pytest.raises(SetupFault, match=re.escape(FILE.name)) as refused:
        read_rules(PLAINEST.replace(was, becomes))

    assert fault in str(refused.value)


def test_a_sentence_is_said_in_the_persons_language() -> None:
    known = read_rules(PLAINEST)

    said = [known.say("application.accepted", "DK1", language) for language in ("zh", "en")]

    assert said == ["DK1 已受理", "DK1 is accepted"]


def test_every_group_can_be_found() -> None:
    assert set(get_args(Group)) == ROLES.keys() | {"applicant", "applicant_holder"}
