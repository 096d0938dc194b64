"""The lead records a call-back on its page; the applicant reads what was put right."""

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import sign_in


def test_a_bad_rating_is_called_back_and_the_applicant_reads_the_result(client: CheckedClient, house: Office) -> None:
    case = house.accepted(PLAINEST)
    house.answer("police", case["id"], kind="co_approval", permit="road-occupation")
    house.answer("roads", case["id"], kind="decision", permit="road-occupation")
    house.act("window", case["id"], "deliver", {"recipient": "陈建"})
    house.act("contractor", case["id"], "rate", {"stars": 1, "comment": "等了很久。"})
    item = house.item(case["id"], kind="call_back", department="lead")
    address = f"/cases/{case['id']}/actions/work_item/{item['id']}/record_call_back"
    own = f"/applications/{case['id']}"

    sign_in(client, "contractor")
    assert "待回访" in client.get(own).text
    sign_in(client, "lead")
    assert address in client.get(f"/cases/{case['id']}").text
    assert client.post(address, data={"result": ""}).status_code == 422
    assert client.post(address, data={"result": "已致歉，并增设窗口。"}).status_code == 302

    sign_in(client, "contractor")
    card = client.get(own).text.partition('id="rating"')[2].partition("</section>")[0]
    assert "已致歉，并增设窗口。" in card
    assert "待回访" not in card
