"""Who applies: a number is needed, taken as people write it, kept in one form, and a ban finds whoever it is on."""

from typing import Any

import pytest
from sqlalchemy import update

from permits.db import perform
from permits.models import Application
from tests.offices import AGENT, COMPANY, Office

BANNED = {"kind": "company", "name": "被禁公司", "uscc": "91320600MA1BANND0B"}
OTHER = {"kind": "company", "name": "通海管线工程有限公司", "uscc": "91320699YYDEM0032F"}
PERSON = {"kind": "person", "name": "陈建", "resident_id": "320699190001010016"}
IDENTIFY = "Say who applies: the credit code of a company, the document number of a person"


def bar(office: Office, applicant: Any) -> None:
    """Refuse an application for false papers: a ban of one year."""
    office.empower(applicant["uscc"])
    case = office.submitted(applicant=applicant)
    office.act("window", case["id"], "refuse_acceptance", {"reason": "Forged.", "ground": "false_materials"})


def wide(text: str) -> str:
    """Write a text in full width, as input methods do."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


@pytest.mark.parametrize(
    "code",
    [
        "91320600MA1BANND0B",
        "91320600ma1bannd0b",
        "9132 0600 MA1B ANND0B",
        "913206-00MA1BANND0B\u200b",
        wide("91320600MA1BANND0B"),
        "91320600MA1BANND0C",
    ],
)
def test_a_ban_finds_its_company_however_the_code_is_written(office: Office, code: str) -> None:
    bar(office, BANNED)
    case = office.submitted(applicant={**BANNED, "name": "另一名称", "uscc": code})

    refused = office.act("window", case["id"], "accept", {}, 409)

    assert "false materials are on record" in str(refused)


@pytest.mark.parametrize(
    "lacking", [{**BANNED, "uscc": None}, {"kind": "person", "name": "陈建"}, {"name": "被禁公司"}]
)
def test_nobody_hands_in_without_a_number(office: Office, lacking: Any) -> None:
    bar(office, BANNED)
    draft = office.draft(applicant=lacking)

    refused = office.act("contractor", draft["id"], "submit", expect=409)

    assert IDENTIFY in str(refused)
    assert "submit" not in draft["allowed"]


def test_what_came_in_without_a_number_waits_for_one(office: Office) -> None:
    case = office.submitted(papers=False)
    nameless = {key: value for key, value in COMPANY.items() if key != "uscc"}
    emptied = update(Application).where(Application.id == case["id"]).values(applicant=nameless)
    perform(office.app.extensions["engine"], lambda conn: conn.execute(emptied))

    refused = office.act("window", case["id"], "accept", {}, 409)
    unmet = office.act(
        "window", case["id"], "refuse_acceptance", {"reason": "Forged.", "ground": "false_materials"}, 409
    )
    mended = office.act("contractor", case["id"], "amend", {"changes": {"applicant": {"uscc": COMPANY["uscc"]}}})

    assert IDENTIFY in str(refused)
    assert unmet["code"] == "not_identified"
    assert mended["applicant"]["uscc"] == COMPANY["uscc"]


def test_no_change_takes_the_number_away(office: Office) -> None:
    case = office.submitted()

    refused = office.act("contractor", case["id"], "amend", {"changes": {"applicant": {"uscc": None}}}, 422)

    assert [one["field"] for one in refused["errors"]] == ["applicant.uscc"]


def test_a_ban_on_the_company_of_the_account_stands_whoever_it_names(office: Office) -> None:
    bar(office, COMPANY)
    office.empower(OTHER["uscc"])
    case = office.submitted(applicant=OTHER)

    refused = office.act("window", case["id"], "accept", {}, 409)

    assert "false materials are on record" in str(refused)


@pytest.mark.parametrize(
    "code", ["91320600ma1textx47", "9132 0600 MA1T EXTX47", "91320600MA1TEXTX47\u200b", wide("91320600MA1TEXTX47")]
)
def test_a_code_is_kept_as_the_register_of_companies_holds_it(office: Office, code: str) -> None:
    office.empower(code)
    draft = office.draft(applicant={"kind": "company", "name": "小写代码公司", "uscc": code}, papers=False)

    assert draft["applicant"]["uscc"] == "91320600MA1TEXTX47"


@pytest.mark.parametrize(
    ("typed", "masked"),
    [
        ("+86 138 0000 0000", "138****0000"),
        ("138-0000-0000", "138****0000"),
        (wide("13800000000"), "138****0000"),
        ("(0513)85900000", "051****0000"),
        (wide("(0513)85900000"), "051****0000"),
        ("0513 85900000", "051****0000"),
        ("0513-85900000-8012", "051****8012"),
        ("0513-85900000转8012", "051****8012"),
        ("400-800-1234", "400****1234"),
    ],
)
def test_a_telephone_is_taken_as_people_write_it(office: Office, typed: str, masked: str) -> None:
    draft = office.draft(agent={**AGENT, "phone": typed}, papers=False)

    assert draft["agent"]["phone"] == masked


@pytest.mark.parametrize(
    ("document", "number", "label", "masked"),
    [
        (None, "32069919000101001 6", "居民身份证号码", "320699**********16"),
        ("hk_macau_permit", "h12345678", "港澳居民来往内地通行证号码", "H******78"),
        ("taiwan_permit", "0123 4567", "台湾居民来往大陆通行证号码", "0*****67"),
        ("passport", wide("e12345678"), "护照号码", "E******78"),
        ("permanent_residence", "USA310068020711", "外国人永久居留身份证号码", "U************11"),
    ],
)
def test_a_person_applies_with_any_document_and_papers_name_and_mask_it(
    office: Office, document: str | None, number: str, label: str, masked: str
) -> None:
    case = office.submitted(applicant={**PERSON, "id_kind": document, "resident_id": number})

    named = office.facts_of(case["id"], "receipt")["applicant"]

    assert (named["id_label"]["zh"], named["id_masked"]) == (label, masked)
    assert case["applicant"]["resident_id"] == masked


def test_the_number_of_another_document_is_named_by_its_field(office: Office) -> None:
    wrong = {**PERSON, "id_kind": "passport"}

    refused = office.contractor.post("/applications", {"applicant": wrong}, 422)

    assert [one["field"] for one in refused["errors"]] == ["applicant.resident_id"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u7532\n\u4e59", "\u7532 \u4e59"),
        ("\u7532\u202e\u4e59", "\u7532\u4e59"),
        ("\u7532\u0007\u4e59", "\u7532\u4e59"),
    ],
)
def test_a_name_is_one_line_of_what_is_drawn(office: Office, typed: str, kept: str) -> None:
    draft = office.draft(applicant={**COMPANY, "name": typed}, site={"road": typed}, papers=False)

    assert (draft["applicant"]["name"], draft["site"]["road"]) == (kept, kept)


def test_a_name_of_nothing_visible_is_refused(office: Office) -> None:
    refused = office.contractor.post("/applications", {"applicant": {**COMPANY, "name": "\u200b"}}, 422)

    assert [one["field"] for one in refused["errors"]] == ["applicant.name"]


def test_what_the_counter_types_into_one_line_is_one_line(office: Office) -> None:
    case = office.accepted()
    office.answer("police", case["id"], kind="co_approval")
    office.answer("roads", case["id"], kind="decision")

    office.act("window", case["id"], "deliver", {"recipient": "陈\n建\u202e"})

    assert office.facts_of(case["id"], "delivery")["recipient"] == "陈 建"
