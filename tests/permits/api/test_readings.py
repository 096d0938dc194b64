import pytest
from sqlalchemy import select

from permits.db import perform, reading
from permits.files import FolderStore
from permits.models import Notice
from permits.services.notifying.rendering import NoticeKey, render_notice
from permits.verifier import first_broken_link
from tests.offices import PLAINEST, Office


def test_the_trail_can_be_verified_as_it_is_read(office: Office) -> None:
    case = office.accepted()

    events = office.auditor.get(f"/applications/{case['id']}/events")["items"]

    assert [one["seq"] for one in events] == list(range(1, len(events) + 1))
    assert first_broken_link(events) is None
    assert "320699190001010016" not in str(events)


def test_the_trail_comes_in_pages_too(office: Office) -> None:
    case = office.submitted()

    first = office.auditor.get(f"/applications/{case['id']}/events?limit=2")
    second = office.auditor.get(f"/applications/{case['id']}/events?limit=2&cursor={first['next_cursor']}")

    assert [one["seq"] for one in first["items"] + second["items"]] == [1, 2, 3, 4]


def test_a_clock_explains_every_day(office: Office) -> None:
    office.at("2026-09-17T09:00:00")
    case = office.accepted()

    clocks = office.contractor.get(f"/applications/{case['id']}/clocks")["items"]

    promise = next(one for one in clocks if (one["key"], one["permit"]) == ("committed", "road-occupation"))
    assert (promise["unit"], promise["limit"], promise["used"], promise["left"]) == ("working_day", 7, 0, 7)
    assert promise["due_on"] == "2026-09-28"
    days = {one["on"]: (one["working"], one["counted"], one["why"]) for one in promise["days"]}
    assert days["2026-09-17"] == (True, False, "start")
    assert days["2026-09-20"] == (True, True, "make_up")
    assert days["2026-09-25"] == (False, False, "holiday")
    assert promise["days"][-1]["left"] == 0
    assert promise["basis_law"]


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [("svg", "image/svg+xml", "<svg"), ("mmd", "text/plain", "flowchart"), ("bpmn", "application/xml", "<?xml")],
)
def test_the_path_of_a_case_is_drawn(office: Office, form: str, media_type: str, begins: str) -> None:
    case = office.accepted()
    office.answer("police", case["id"], kind="co_approval")

    picture = office.contractor.call("GET", f"/applications/{case['id']}/diagram.{form}")

    assert picture.mimetype == media_type
    assert begins in picture.get_data(as_text=True)[:400]
    office.contractor.call("GET", f"/applications/{case['id']}/diagram.png", 422)


def test_a_paper_not_rendered_yet_asks_for_patience_and_then_is_there(office: Office) -> None:
    case = office.submitted()
    notice = office.contractor.get(f"/applications/{case['id']}/notices")["items"][0]
    path = notice["pdf"].removeprefix("/api/v1")
    waiting = office.contractor.call("GET", path, 202)
    assert int(waiting.headers["Retry-After"]) >= 1

    _render(office, notice["id"])

    paper = office.contractor.call("GET", path)
    assert paper.mimetype == "application/pdf"
    assert paper.get_data().startswith(b"%PDF-")
    office.contractor2.call("GET", path, 404)
    office.contractor.call("GET", "/notices/999.pdf", 404)


def _render(office: Office, notice_id: int) -> None:
    engine = office.app.extensions["engine"]
    columns = (Notice.area, Notice.application_id, Notice.event_seq, Notice.kind, Notice.permit)
    with reading(engine) as conn:
        row = conn.execute(select(*columns).where(Notice.id == notice_id)).one()
    store = FolderStore(office.app.extensions["settings"].documents_dir)
    perform(engine, lambda conn: render_notice(conn, NoticeKey(**row._mapping), store=store))


def test_a_licence_is_shown_to_those_of_its_case_and_verified_by_all(office: Office) -> None:
    case = office.accepted({**PLAINEST, "period": {"from": "2025-01-02", "to": "2025-12-31"}})
    office.answer("police", case["id"], kind="co_approval")
    office.answer("roads", case["id"], kind="decision")
    number = office.contractor.get(f"/applications/{case['id']}")["licences"][0]
    told = office.contractor.get(f"/licences/{number}")
    verified = office.caller("").get(f"/public/verify/{number}?code={told['code']}")
    for unserved, in_force in ((told, told["is_in_force"]), (verified, verified["in_force"])):
        assert (unserved["standing"], in_force) == ("unserved", False)
    office.act("window", case["id"], "deliver", {"recipient": "陈建"})

    licence = office.contractor.get(f"/licences/{number}")

    assert (licence["state"], licence["is_in_force"]) == ("in_force", True)
    assert number == f"{case['number']}-P1"
    office.contractor2.get(f"/licences/{number}", 404)
    stranger = office.caller("")
    genuine = stranger.get(f"/public/verify/{number}?code={licence['code'].lower()}")
    assert (genuine["genuine"], genuine["in_force"], genuine["holder"]) == (True, True, licence["holder"])
    typed = stranger.get(f"/public/verify/ {number.lower().replace('-', chr(0x2013))}?code={licence['code']}\u3000")
    assert typed == genuine
    forged = stranger.get(f"/public/verify/{number}?code=0000000000")
    assert forged == {"number": number, "genuine": False, "in_force": False}
    assert stranger.get(f"/public/verify/{number}") == forged


def test_the_promise_kept_is_public(office: Office) -> None:
    case = office.accepted()
    office.answer("police", case["id"], kind="co_approval")
    office.answer("roads", case["id"], kind="decision")

    figures = office.caller("").get("/public/performance")

    assert figures["applications"]["n"] == 1
    permit = {"key": "road-occupation", "bundle": "road-access"}
    kept = {**permit, "n": 1, "median": 0, "mean": 0.0, "on_time_rate": 1.0}
    assert figures["permits"] == [kept | {"overdue": 0, "open_overdue": 0}]


def test_a_report_refuses_days_the_wrong_way_round(office: Office) -> None:
    office.manager.get("/reports/turnaround?from=2026-02-01&to=2026-01-01", 422)
    office.manager.get("/reports/turnaround?by=colour", 422)
    assert office.manager.get("/reports/turnaround")["items"] == []
