from permits.web.public.start import carried, carry
from tests.pages import CheckedClient
from tests.permits.web.journeys import OCCUPY


def test_the_start_page_asks_in_both_languages(client: CheckedClient) -> None:
    assert "道口接入哪一类道路" in client.get("/").text
    assert "What kind of road" in client.get("/", headers={"Accept-Language": "en"}).text


def test_the_answer_names_permits_papers_and_days(client: CheckedClient) -> None:
    page = client.post("/", data=OCCUPY, headers={"Accept-Language": "en"}).text

    assert "You need one permit" in page
    assert "Road occupation and excavation permit" in page
    assert "Traffic management plan" in page
    assert "/applications/new?answers=" in page


def test_a_highway_is_referred_and_says_whom_to_turn_to(client: CheckedClient) -> None:
    page = client.post("/", data={"road_class": "highway"}, headers={"Accept-Language": "en"}).text

    assert "Another authority handles this" in page
    assert "the highway agency" in page


def test_a_private_road_needs_nothing(client: CheckedClient) -> None:
    page = client.post("/", data={"road_class": "private"}, headers={"Accept-Language": "en"}).text

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
        assert carried(carry({"road_class": "urban"})) == {"road_class": "urban"}
        assert carried("%%%") == carried(carry({"unknown": 1})) == carried("x" * 9000) == {}
