"""Pages of intake: the department files its list, the counter seals it, the applicant mends and hands in later."""

from typing import Any

import pytest
from flask import Flask

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import confirmed, file, sign_in

DIG = {**PLAINEST, "excavate": {"area_m2": 5}}


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def filed(house: Office) -> Any:
    return house.submitted(DIG)


def circulated(client: CheckedClient, case: Any) -> None:
    """The counter asks the departments on the page of the act."""
    sign_in(client, "window")
    address = f"/cases/{case['id']}/actions/application/{case['id']}/circulate"
    assert address in client.get(f"/counter/{case['id']}").text
    page = client.get(address).text
    assert all(f'value="{key}"' in page for key in ("planning", "police", "roads"))
    nobody = client.post(address, data={"version": case["version"]})
    assert nobody.status_code == 422
    assert "请至少勾选一个部门" in nobody.text
    assert client.post(address, data={"departments": ["police"], "version": case["version"]}).status_code == 302


def row(number: int, target: str = "", code: str = "", reason: str = "") -> dict[str, str]:
    name = f"rows-{number}-"
    return {f"{name}target": target, f"{name}code": code, f"{name}reason": reason, f"{name}remedy": ""}


def test_a_department_files_its_list_and_the_counter_seals_it_with_one_button(
    client: CheckedClient, house: Office, filed: Any
) -> None:
    circulated(client, filed)
    assert "待填报" in client.get(f"/counter/{filed['id']}").text
    item = house.item(filed["id"], kind="intake", department="police")
    sign_in(client, "police")
    address = f"/checks/{item['id']}"
    assert address in client.get("/inbox").text
    assert client.get(address).status_code == 200

    half = row(0, "material:M08", "", "No lane plan.")
    refused = client.post(address, data={**half, "version": item["version"]})
    assert refused.status_code == 422
    assert 'value="No lane plan."' in refused.text
    assert 'id="rows-0-code-error"' in refused.text
    assert 'href="#rows-0-code"' in refused.text

    more = client.post(address, data={**half, "go": "more"}).text
    assert 'name="rows-2-target"' in more
    whole = {**row(0, "material:M08", "wrong_scale", "No lane plan."), **row(1)}
    whole |= row(2, "field:site.address", "unclear_extent", "Which side?")
    assert client.post(address, data={**whole, "version": item["version"]}).status_code == 302
    assert "No lane plan." in client.get(address).text

    sign_in(client, "window")
    page = client.get(f"/counter/{filed['id']}").text
    assert "No lane plan." in page
    version = house.window.get(f"/applications/{filed['id']}")["version"]
    assert confirmed(client, f"/counter/{filed['id']}/notify", {"version": version}).status_code == 302

    sealed = house.window.get(f"/applications/{filed['id']}")
    listed = {(one["department"], one["material"] or one["field"]) for one in sealed["deficiencies"]}
    assert listed == {("police", "M08"), ("police", "site.address")}
    sign_in(client, "police")
    assert client.post(address, data=whole).status_code == 409
    assert "File" not in client.get(address, headers={"Accept-Language": "en"}).text.split("<main")[1].split("Facts")[0]


def test_a_row_in_which_anything_was_said_is_not_passed_over(client: CheckedClient, house: Office, filed: Any) -> None:
    circulated(client, filed)
    item = house.item(filed["id"], kind="intake", department="police")
    sign_in(client, "police")

    page = client.post(f"/checks/{item['id']}", data={**row(0), "rows-0-remedy": "Draw it anew."})

    assert page.status_code == 422
    assert 'value="Draw it anew."' in page.text
    assert all(f'href="#rows-0-{name}"' in page.text for name in ("target", "code", "reason"))


def test_the_counters_own_rows_come_back_with_what_is_wrong(client: CheckedClient, house: Office, filed: Any) -> None:
    sign_in(client, "window")
    address = f"/counter/{filed['id']}/notify"

    refused = client.post(address, data=row(0, "material:M05", "", "Too small."))

    assert refused.status_code == 422
    assert 'value="Too small."' in refused.text
    assert refused.text.count("请从选项中选择") == 2, "once in the summary, once at its control"
    assert confirmed(client, address, row(0, "material:M05", "wrong_scale", "Too small.")).status_code == 302
    assert house.window.get(f"/applications/{filed['id']}")["state"] == "supplement"


def test_no_page_lets_a_second_notice_out(client: CheckedClient, house: Office, filed: Any) -> None:
    item = {"material": "M05", "code": "missing", "reason": "Gone.", "remedy": ""}
    house.act("window", filed["id"], "notify_deficiencies", {"items": [item]})
    house.contractor.hand_in(filed["id"], "M05")
    house.act("contractor", filed["id"], "supplement")
    sign_in(client, "window")

    page = client.get(f"/counter/{filed['id']}").text
    assert f"/counter/{filed['id']}/notify" not in page
    assert 'value="material:M05"' in page
    assert 'value="material:M08"' not in page
    second = confirmed(client, f"/counter/{filed['id']}/notify", row(0, "material:M08", "missing", "Also this."))
    new = confirmed(client, f"/counter/{filed['id']}/reflag", row(0, "material:M08", "missing", "Also this."))

    assert (second.status_code, new.status_code) == (409, 409)
    assert "M08" not in str(house.window.get(f"/applications/{filed['id']}")["deficiencies"])


def test_another_departments_check_is_nobody_elses(client: CheckedClient, house: Office, filed: Any) -> None:
    house.act("window", filed["id"], "circulate", {"departments": ["police"]})
    item = house.item(filed["id"], kind="intake", department="police")

    sign_in(client, "roads")
    assert client.get(f"/checks/{item['id']}").status_code == 404
    sign_in(client, "contractor")
    assert client.get(f"/checks/{item['id']}").status_code == 403


def test_the_applicant_mends_the_flagged_field_on_a_page_of_its_own(
    client: CheckedClient, house: Office, filed: Any
) -> None:
    flagged = [
        {"field": field, "code": "inconsistent", "reason": "Differs.", "remedy": ""}
        for field in ("site.address", "answers.occupy.days")
    ]
    house.act("window", filed["id"], "notify_deficiencies", {"items": flagged})
    sign_in(client, "contractor")
    address = f"/applications/{filed['id']}/mend"
    assert address in client.get(f"/applications/{filed['id']}").text

    page = client.get(address).text
    assert 'name="site_address"' in page
    assert 'name="occupy-days"' in page
    assert 'name="site_road"' not in page
    assert 'name="occupy-area_m2"' not in page
    sent = {"site_address": "North side", "occupy": "yes", "occupy-days": "30"}
    assert client.post(address, data={**sent, "occupy-days": "0"}).status_code == 422
    assert client.post(address, data=sent).status_code == 302

    case = house.contractor.get(f"/applications/{filed['id']}")
    assert case["site"]["address"] == "North side"
    assert case["answers"]["occupy"] == {"part": "footway", "area_m2": 60, "days": 30}
    assert [one["state"] for one in case["deficiencies"]] == ["mended", "mended"]
    refused = house.contractor.patch(f"/applications/{filed['id']}", {"project": {"name": "Another"}}, 409)
    assert refused["code"] == "not_flagged"
    assert client.post(f"/applications/{filed['id']}/supplement").status_code == 302
    assert house.window.get(f"/applications/{filed['id']}")["state"] == "received"
    assert client.get(address).status_code == 302


def test_papers_promised_for_later_are_handed_in_on_the_tracking_page(client: CheckedClient, house: Office) -> None:
    case = house.draft(papers=False)
    for one in case["materials"]:
        if not one["shared"] and one["code"] not in {"M09", "M11"}:
            house.contractor.hand_in(case["id"], one["code"])
    house.act("contractor", case["id"], "submit")
    sign_in(client, "window")
    assert 'name="promise_by"' in client.get(f"/counter/{case['id']}").text
    wrong = confirmed(client, f"/counter/{case['id']}/accept", {"tolerated": ["M09", "M11"], "promise_by": "soon"})
    assert wrong.status_code == 422
    assert confirmed(client, f"/counter/{case['id']}/accept", {"tolerated": ["M09", "M11"]}).status_code == 302

    sign_in(client, "contractor")
    page = client.get(f"/applications/{case['id']}").text
    assert 'id="file-M09"' in page
    sent = {"file-M09": file("m09.pdf")}
    client.post(f"/applications/{case['id']}/papers", data=sent, content_type="multipart/form-data")

    page = client.get(f"/applications/{case['id']}").text
    assert 'id="file-M11"' in page
    assert 'id="file-M09"' not in page


def test_the_counter_sees_that_a_ban_runs_and_turns_the_application_away(
    client: CheckedClient, house: Office, filed: Any
) -> None:
    house.act(
        "window", filed["id"], "refuse_acceptance", {"reason": "The permit is forged.", "ground": "false_materials"}
    )
    again = house.submitted()
    assert [one["key"] for one in again["warnings"]] == ["ban"]
    sign_in(client, "window")
    assert "提供虚假材料" in client.get(f"/counter/{again['id']}").text

    accepted = house.act("window", again["id"], "accept", expect=409)
    assert accepted["law"] == "Administrative Licensing Law art. 78, 79"
    sent = {"reason": "A ban runs.", "ground": "banned"}
    assert confirmed(client, f"/counter/{again['id']}/refuse", sent).status_code == 302
    assert house.window.get(f"/applications/{again['id']}")["state"] == "not_accepted"


def acceptance(page: str) -> str:
    """Give the form on a counter page by which an application is accepted."""
    return page.split('id="accept"')[1].split("</form>", maxsplit=1)[0]


def without(house: Office, *codes: str) -> Any:
    """Hand an application in that lacks some papers."""
    case = house.draft(papers=False)
    for one in case["materials"]:
        if not one["shared"] and one["code"] not in codes:
            house.contractor.hand_in(case["id"], one["code"])
    return house.act("contractor", case["id"], "submit")


@pytest.mark.parametrize(
    ("codes", "is_disabled"), [((), False), (("M09", "M11"), False), (("M08",), True), (("M08", "M09"), True)]
)
def test_accept_is_closed_only_where_no_tick_could_open_it(
    client: CheckedClient, house: Office, codes: tuple[str, ...], is_disabled: bool
) -> None:
    case = without(house, *codes)
    sign_in(client, "window")

    form = acceptance(client.get(f"/counter/{case['id']}").text)

    assert (" disabled" in form) is is_disabled
    assert ("btn-why" in form) is bool(codes)


def test_ticking_too_little_says_why_and_keeps_the_ticks(client: CheckedClient, house: Office) -> None:
    case = without(house, "M09", "M11")
    sign_in(client, "window")

    refused = confirmed(client, f"/counter/{case['id']}/accept", {"tolerated": ["M09"], "version": case["version"]})

    assert refused.status_code == 409
    form = acceptance(refused.text)
    assert " disabled" not in form
    assert [box.split('value="')[1].split('"')[0] for box in form.split("<input") if " checked" in box] == ["M09"]


def test_files_chosen_are_handed_in_with_the_list_by_one_button(
    client: CheckedClient, house: Office, filed: Any
) -> None:
    item = {"material": "M05", "code": "missing", "reason": "Gone.", "remedy": ""}
    house.act("window", filed["id"], "notify_deficiencies", {"items": [item]})
    sign_in(client)
    address = f"/applications/{filed['id']}/supplement"
    assert address in client.get(f"/applications/{filed['id']}").text

    empty = client.post(address, data={}, follow_redirects=True).text
    assert "M05" in empty.split("<main")[0] + empty.split("flashes")[1][:600]
    client.post(address, data={"file-M05": file("m05.exe", b"MZ"), "go": ""}, content_type="multipart/form-data")
    assert house.window.get(f"/applications/{filed['id']}")["state"] == "supplement"
    client.post(address, data={"file-M05": file("m05.pdf"), "go": "stay"}, content_type="multipart/form-data")
    assert house.window.get(f"/applications/{filed['id']}")["state"] == "supplement"
    client.post(address, data={"file-M05": file("m05b.pdf")}, content_type="multipart/form-data")

    assert house.window.get(f"/applications/{filed['id']}")["state"] == "received"


def test_who_asks_whether_a_permit_is_needed_is_told_on_every_page_whose_the_next_step_is(
    client: CheckedClient, house: Office, filed: Any
) -> None:
    circulated(client, filed)
    act = f"/cases/{filed['id']}/actions/application/{filed['id']}"
    check = f"/checks/{house.item(filed['id'], kind='intake', department='police')['id']}"
    sign_in(client, "police")
    assert f"{act}/investigate" in client.get(check).text
    asked = {"permit": "green-space", "reason": "围挡压占绿带。", **at_version(house, filed)}
    assert client.post(f"{act}/investigate", data=asked).status_code == 302

    for who, address in (("contractor", f"/applications/{filed['id']}"), ("window", f"/counter/{filed['id']}")):
        sign_in(client, who)
        page = client.get(address).text
        assert "核查中" in page
        assert "围挡压占绿带。" in page
        assert "下一步由其作出" in page
    assert "正在核查是否需要下列许可：临时占绿" in page
    (open_,) = [one for one in house.contractor.get(f"/applications/{filed['id']}")["needs"] if one["next_step_of"]]
    assert (open_["permit"], open_["standing"], open_["decider"]) == ("green-space", "under_investigation", "police")

    sign_in(client, "police")
    found = {"permit": "green-space", "is_needed": "no", "reason": "绿带在红线外。", **at_version(house, filed)}
    assert client.post(f"{act}/conclude", data=found).status_code == 302
    assert "绿带在红线外。" in client.get(check).text
    assert "绿带在红线外。" in house.contractor.get(f"/applications/{filed['id']}")["needs"][2]["reason"]


def at_version(house: Office, filed: Any) -> dict[str, int]:
    return {"version": house.contractor.get(f"/applications/{filed['id']}")["version"]}
