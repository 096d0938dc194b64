import re
from dataclasses import replace

import pytest

from permits.http.matters import matter
from permits.office import Caps, Library
from permits.web.public.start import carried, carry
from tests.bundles import bundle_of, serving
from tests.pages import CheckedClient
from tests.permits.web.journeys import OCCUPY, sign_in
from workflows import Text, load_bundles

ASKED = "/matters/road-access"


def test_the_start_page_leads_to_the_questions_of_each_matter(client: CheckedClient) -> None:
    page = client.get("/").text

    for bundle in load_bundles().values():
        assert f'href="/matters/{bundle.key}"' in page
        assert bundle.name.zh in page
    assert "道口接入哪一类道路" in client.get(ASKED).text
    assert "What kind of road" in client.get(ASKED, headers={"Accept-Language": "en"}).text
    assert client.get("/matters/harbour").status_code == 404


def test_with_one_matter_in_force_its_questions_stand_on_the_start_page(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = client.application.extensions
    only = [one for one in known["office"].library.current.terms if one.key == "road-access"]
    edition = replace(known["office"].library.current, terms=tuple(only))
    monkeypatch.setitem(known, "office", replace(known["office"], library=Library(edition, lambda: edition)))

    assert "道口接入哪一类道路" in client.get("/").text


def test_an_address_of_the_time_of_one_matter_leads_on(client: CheckedClient) -> None:
    with client.application.test_request_context():
        old = f"/?answers={carry({'road_class': 'urban'})}"

    found = client.get(old)
    assert found.status_code == 302
    assert found.headers["Location"] == old.replace("/?", f"{ASKED}?")
    assert "checked" in client.get(found.headers["Location"]).text


def test_an_application_is_about_the_matter_it_was_begun_for(client: CheckedClient) -> None:
    sign_in(client)
    page = client.get("/applications/new").text
    assert 'href="/applications/new?matter=restaurant"' in page

    begun = client.post("/applications/new", data={"matter": "restaurant"}).headers["Location"]

    assert "经营哪一类食品业务" in client.get(begun.replace("parties", "answers")).text
    project = client.get(begun.replace("parties", "project")).text
    assert "店名" in project
    assert "道口接入的道路" not in project


NO = dict.fromkeys(("excavate", "emergency", "utilities", "green", "trees", "ancient_trees"), "no")
ENGLISH = {"Accept-Language": "en"}


def test_one_answer_is_no_all_clear(client: CheckedClient) -> None:
    page = client.post("/", data={"road_class": "urban"}, headers=ENGLISH, follow_redirects=True).text

    assert "It cannot be said yet" in page
    assert "no permit is needed" not in page
    assert "You need no permit" not in page
    assert "not needed" not in page
    assert page.count('href="#occupy"') == page.count('id="occupy"') == 1
    assert '<details class="more mt" open>' in page


def test_a_permit_found_while_questions_are_open_is_the_least(client: CheckedClient) -> None:
    page = client.post("/", data=OCCUPY, headers=ENGLISH, follow_redirects=True).text

    assert "You need at least one permit" in page
    assert "You need one permit" not in page
    assert 'href="#utilities"' in page
    assert 'href="#excavate"' not in page


def test_no_to_everything_is_the_all_clear_and_stays_ticked(client: CheckedClient) -> None:
    page = client.post(
        "/", data={"road_class": "urban", "occupy": "no", **NO}, headers=ENGLISH, follow_redirects=True
    ).text

    assert "You need no permit" in page
    assert "Still open" not in page
    assert page.count("checked") == 8


def test_a_period_wholly_in_the_past_is_warned_about(client: CheckedClient) -> None:
    past = {**OCCUPY, **NO, "period-from": "2020-01-01", "period-to": "2020-02-01"}

    assert "it ended on 1 February 2020" in client.post("/", data=past, headers=ENGLISH, follow_redirects=True).text


def test_the_check_of_a_draft_is_no_all_clear_either(client: CheckedClient) -> None:
    sign_in(client)
    begun = client.post("/applications/new", data={"answers": carry({"road_class": "urban"})}).headers["Location"]

    page = client.get(begun.replace("parties", "check")).text

    assert "暂时无法判断" in page
    assert "无需办理许可" not in page
    assert f'href="{begun.replace("parties", "answers")}#occupy"' in page


def test_the_answer_names_permits_papers_and_days(client: CheckedClient) -> None:
    page = client.post("/", data={**OCCUPY, **NO}, headers=ENGLISH, follow_redirects=True).text

    assert "You need one permit" in page
    assert "Road occupation and excavation permit" in page
    assert "Traffic management plan" in page
    assert "/applications/new?advice=" in page


def test_a_highway_is_referred_and_says_whom_to_turn_to(client: CheckedClient) -> None:
    page = client.post("/", data={"road_class": "highway"}, headers=ENGLISH, follow_redirects=True).text

    assert "Another authority handles this" in page
    assert "the highway agency" in page


def test_a_private_road_needs_nothing(client: CheckedClient) -> None:
    page = client.post("/", data={"road_class": "private"}, headers=ENGLISH, follow_redirects=True).text

    assert "You need no permit" in page
    assert "Apply with these answers" not in page


def test_what_is_wrong_stands_beside_what_was_typed(client: CheckedClient) -> None:
    answer = client.post("/", data={**OCCUPY, "occupy-area_m2": "viel"}, headers={"Accept-Language": "en"})

    assert answer.status_code == 422
    assert "Enter a number" in answer.text
    assert 'value="viel"' in answer.text


def test_one_more_row_is_given_without_an_answer(client: CheckedClient) -> None:
    page = client.post("/", data={**OCCUPY, "trees": "yes", "more": "trees"}).text

    assert 'name="trees-1-species"' in page


def test_answers_travel_in_an_address_and_nonsense_counts_as_none(client: CheckedClient) -> None:
    with client.application.test_request_context():
        road = matter("road-access")
        assert carried(road, carry({"road_class": "urban"})) == {"road_class": "urban"}
        assert [carried(road, one) for one in ("%%%", carry({"unknown": 1}), "x" * 9000)] == [{}, {}, {}]


def test_the_result_is_numbered_advice_that_can_be_shared_and_applied_with(client: CheckedClient) -> None:
    answers = {**OCCUPY, **NO}
    address = client.post("/", data=answers).headers["Location"]
    assert client.post("/", data=answers).headers["Location"] == address

    page = client.get(address, headers=ENGLISH).text
    number = re.search(r"Advice (ZX\d{20}) of", page)
    assert number is not None
    assert "You need one permit" in page
    letter = client.get(f"{address}.pdf")
    assert (letter.mimetype, letter.data[:4]) == ("application/pdf", b"%PDF")
    assert client.get("/advice/unknown").status_code == client.get("/advice/unknown.pdf").status_code == 404

    sign_in(client)
    begun = client.post("/applications/new", data={"advice": address.rpartition("/")[2]}).headers["Location"]
    assert 'value="60"' in client.get(begun.replace("parties", "answers")).text


def test_the_language_keeps_every_answer_of_the_questionnaire(client: CheckedClient) -> None:
    answer = client.post("/", data={**OCCUPY, **NO, "language": "en"})

    assert 'lang="en"' in answer.text
    assert all(f'value="{OCCUPY[name]}"' in answer.text for name in ("period-from", "period-to", "occupy-area_m2"))
    assert answer.text.count("checked") == 10


def test_beyond_the_cap_a_result_is_shown_without_a_number(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = client.application.extensions
    monkeypatch.setitem(known, "office", replace(known["office"], caps=Caps(advice=0)))

    answer = client.post("/", data={**OCCUPY, **NO}, headers=ENGLISH)

    assert answer.status_code == 200
    assert "You need one permit" in answer.text
    assert "Advice ZX" not in answer.text


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        ({"premises": "no", "sign": "no"}, "You need a notification, and no permit"),
        ({}, "You need at least a notification"),
        (
            {"premises": "no", "sign": "yes", "sign-area_m2": "12"},
            "You need 2 permits and notifications, and apply once",
        ),
    ],
)
def test_a_notification_is_not_called_a_permit(client: CheckedClient, answers: dict[str, str], heading: str) -> None:
    data = {"business": "prepacked", **answers}

    page = client.post("/matters/restaurant", data=data, headers=ENGLISH, follow_redirects=True).text

    assert heading in page


def test_a_paper_that_a_district_adds_is_shown_with_its_law(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = client.application.extensions
    bundle = bundle_of(known["office"], "restaurant")
    paper = replace(bundle.materials["R10"], law=Text("《某区办法》第三条", "Rules of a district art. 3"))
    changed = replace(bundle, materials={**bundle.materials, "R10": paper})
    monkeypatch.setitem(known, "office", serving(known["office"], changed))

    page = client.post("/matters/restaurant", data={"business": "prepacked"}, follow_redirects=True).text

    assert page.count("《某区办法》第三条") == 1
