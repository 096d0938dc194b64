"""Two areas in one installation: one contractor files in both, both decide, and everything public is right for both."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, select, update

from bench.reused import ReusedFile
from permits import clock
from permits.db import perform, reading
from permits.models import Application, Licence, Notification, OutboxRow, PublicNotice, User
from permits.queries.office import installation
from permits.seeds.office import AREA
from permits.services.notifying import notifications
from permits.services.notifying.quiet_hours import QuietHours
from tests.bundles import put_in_force, version_of
from tests.districts import FAR, HOST, SECOND, District, found_second
from tests.offices import PLAINEST, Office, close_office, open_office
from workflows import load_bundles, local_day

HERE, THERE = AREA, SECOND
ROOTS = {HERE: "", THERE: f"/{SECOND}"}
NOTICE = Path(__file__).parents[2] / "workflows" / "notices" / "2027.toml"
VERSIONS = {HERE: load_bundles()["road-access"].version, THERE: "2099.1"}


class Two:
    """The two areas, with a case of the same contractor in each that was decided and delivered."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.offices: dict[str, Office] = {HERE: Office(app), THERE: District(app)}
        self.cases = {area: self._lived(office) for area, office in self.offices.items()}
        with reading(app.extensions["engine"]) as conn:
            rows = conn.execute(select(Licence.area, Licence.number, Licence.document_number, Licence.code)).all()
        self.licences = {row.area: row for row in rows}
        self.notify()

    def _lived(self, office: Office) -> int:
        case = office.accepted()["id"]
        office.answer("police", case, kind="co_approval")
        office.answer("roads", case, kind="decision")
        office.act("window", case, "deliver", {"recipient": "陈建"})
        return int(case)

    def notify(self) -> None:
        """Do the jobs that tell people of what has happened."""
        engine = self.app.extensions["engine"]
        jobs = select(OutboxRow.area, OutboxRow.args).where(OutboxRow.job == "notifications.tell")
        by = notifications.Post(clock.now(), clock.wall(), QuietHours.read("00:00-00:00"))
        with reading(engine) as conn:
            rows = conn.execute(jobs).all()

        def tell(conn: Connection) -> None:
            for row in rows:
                notifications.tell(conn, **row.args, area=row.area, by=by)

        perform(engine, tell)

    def public(self, area: str, path: str, **more: Any) -> Any:
        answer = self.app.test_client().get(f"{ROOTS[area]}/api/v1{path}", **more)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def page(self, path: str, host: str = "localhost") -> str:
        answer = self.app.test_client().get(path, base_url=f"http://{host}")
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def command(self, *words: str) -> Any:
        done = self.app.test_cli_runner().invoke(args=[*words, "--json"])
        assert done.exit_code == 0, done.output
        return json.loads(done.output)


@pytest.fixture(scope="module")
def lived(founded: tuple[Flask, Path], reused: ReusedFile) -> Iterator[Two]:
    app, fresh = founded
    office = open_office(app, fresh, reused)
    found_second(app)
    put_in_force(app.extensions["engine"], app.extensions["office"], version_of(VERSIONS[THERE]), area=THERE)
    office.at("2026-03-02T10:00:00")
    yield Two(app)
    close_office(app)


@pytest.fixture
def two(lived: Two) -> Two:
    """The two areas on the day of their cases: each test begins with a clock of its own."""
    with reading(lived.app.extensions["engine"]) as conn:
        clock.set_offset(installation.clock_offset(conn))
    return lived


def test_both_decide_under_rules_and_numbers_of_their_own(two: Two) -> None:
    shown = {area: two.offices[area].lead.get(f"/applications/{case}") for area, case in two.cases.items()}

    assert {area: (one["area"], one["bundle_version"]) for area, one in shown.items()} == {
        area: (area, VERSIONS[area]) for area in ROOTS
    }
    assert {one["state"] for one in shown.values()} == {"delivered"}
    assert len({row.document_number for row in two.licences.values()}) == 1, "each area counts its documents from one"


@pytest.mark.parametrize("asked_in", [HERE, THERE])
@pytest.mark.parametrize("issued_in", [HERE, THERE])
@pytest.mark.parametrize("column", ["number", "document_number"])
def test_a_licence_verifies_wherever_it_was_issued(two: Two, column: str, issued_in: str, asked_in: str) -> None:
    row = two.licences[issued_in]
    address = f"/verify/{getattr(row, column)}?code={row.code}"

    told = two.public(asked_in, f"/public{address}")
    page = two.page(f"{ROOTS[asked_in]}{address}")

    assert (told["genuine"], told["in_force"], told["area"], told["number"]) == (True, True, issued_in, row.number)
    assert ("邻区" in page.split("<main")[1].split("</main")[0]) is (issued_in == THERE), "the page says which area"


@pytest.mark.parametrize("area", [HERE, THERE])
def test_what_is_published_is_of_the_area_of_the_address(two: Two, area: str) -> None:
    decided = two.public(area, "/public/decisions")["items"]
    figures = two.public(area, "/public/performance")["permits"]
    screened = two.app.test_client().post(f"{ROOTS[area]}/api/v1/screening", json={"answers": PLAINEST}).get_json()
    bundles = {one["key"]: one["version"] for one in two.public(area, "/bundles")["items"]}

    assert [one["licence"] for one in decided] == [two.licences[area].number]
    assert [one["n"] for one in figures] == [1]
    assert (screened["bundle_version"], bundles["road-access"]) == (VERSIONS[area], VERSIONS[area])
    shown = two.page(f"{ROOTS[area]}/decisions")
    assert [two.licences[one].number in shown for one in ROOTS] == [one == area for one in ROOTS]
    assert two.page(f"{ROOTS[area]}/works").count("C22037地块") == 1


def test_a_host_names_its_area(two: Two) -> None:
    shown = two.page("/decisions", f"{HOST}:8000")
    by_api = two.app.test_client().get("/api/v1/public/decisions", base_url=f"http://{HOST}").get_json()

    assert two.licences[THERE].number in shown
    assert two.licences[HERE].number not in shown
    assert [one["licence"] for one in by_api["items"]] == [two.licences[THERE].number]


@pytest.mark.parametrize("area", [HERE, THERE])
def test_notices_are_those_of_the_area_and_anybody_may_object_there(two: Two, area: str) -> None:
    case = two.offices[area].accepted()["id"]
    today = local_day(clock.now())
    about = {"application_id": case, "area": area, "permit": "road-occupation", "from_on": today, "to_on": today}

    def post(conn: Connection) -> int:
        conn.execute(update(Application).where(Application.id == case).values(has_procedures=True))
        return int(conn.execute(insert(PublicNotice).values(**about).returning(PublicNotice.id)).scalar_one())

    notice = perform(two.app.extensions["engine"], post)

    listed = [one["id"] for one in two.public(area, "/public/notices")["items"]]
    said = {"text": "The works disturb traffic.", "kind": "objection"}
    address = f"/public/notices/{notice}/statements"
    # of whatever area: whoever objects asks by the address of the notice
    for who in (two.offices[area].contractor2, two.offices[THERE].roads, two.offices[HERE].roads):
        answer = who.client.post(f"/{area}/api/v1{address}", json=said, headers=who.headers)
        assert answer.status_code == 201, answer.text

    assert listed == [notice]


def test_where_no_address_names_one_of_several_areas_they_are_offered(two: Two) -> None:
    chooser, first_page = two.page("/"), two.page(f"/{SECOND}/")

    assert (f'href="/{HERE}/"' in chooser, f'href="http://{HOST}/"' in chooser) == (True, True)
    assert "/matters/road-access" not in chooser
    assert f"/{SECOND}/matters/road-access" in first_page
    assert "/matters/road-access" in two.page("/", HOST), "at its host, that of the area"


def test_every_link_keeps_the_area(two: Two) -> None:
    client = two.app.test_client()
    signed_in = client.post(f"/{SECOND}/login", data={"username": "contractor", "password": "contractor"})
    pages = [signed_in.location, f"/{SECOND}/", f"/{SECOND}/decisions", f"/{SECOND}/applications/{two.cases[THERE]}"]

    linked = {link for page in pages for link in re.findall(r'(?:href|action)="(/[^"#]*)', client.get(page).text)}

    beside = {link for link in linked if not link.startswith((f"/{SECOND}/", "/vendor/", f"/{HERE}/"))}
    assert signed_in.location == f"/{SECOND}/applications"
    assert beside == set()


def test_a_contractor_files_in_both_and_finds_both(two: Two) -> None:
    contractor = two.offices[HERE].contractor
    lists = {area: two.offices[area].contractor.get("/applications")["items"] for area in ROOTS}
    client = two.app.test_client()
    client.post("/login", data={"username": "contractor", "password": "contractor"})

    assert [two.cases[area] in {one["id"] for one in lists[area]} for area in ROOTS] == [True, True]
    assert not {one["id"] for one in lists[HERE]} & {one["id"] for one in lists[THERE]}
    contractor.get(f"/applications/{two.cases[THERE]}", 404)
    assert f'href="/{SECOND}/applications"' in client.get("/applications").text
    assert f'href="/{SECOND}/applications/{two.cases[THERE]}"' in client.get("/notifications").text


def test_a_program_that_repeats_itself_in_another_area_is_answered_there(two: Two) -> None:
    key = {"headers": {"Idempotency-Key": "the same in both"}}
    made = two.offices[THERE].contractor.call("POST", "/applications", 201, json={"answers": PLAINEST}, **key)
    again = two.offices[THERE].contractor.call("POST", "/applications", 201, json={"answers": PLAINEST}, **key)
    notices = two.offices[THERE].contractor.get(f"/applications/{two.cases[THERE]}/notices")["items"]

    two.offices[HERE].contractor.call("POST", "/applications", 422, json={"answers": PLAINEST}, **key)
    assert made.get_json() == again.get_json()
    assert made.location == f"/{SECOND}/api/v1/applications/{made.get_json()['id']}"
    assert {one["pdf"].split("/api")[0] for one in notices} == {f"/{SECOND}"}


def test_letters_lead_to_the_area_of_their_case(two: Two) -> None:
    receipt = two.offices[THERE].facts_of(two.cases[THERE], "acceptance")

    assert receipt["verify_url"].endswith(f"/{SECOND}/applications/{two.cases[THERE]}")


def test_who_works_in_one_area_sees_nothing_of_the_other_by_whatever_address(two: Two) -> None:
    for who in ("lead", "window", "manager", "admin"):
        far = two.offices[THERE].caller(who)
        for root in ("", f"/{HERE}", f"/{SECOND}"):
            answer = far.client.get(f"{root}/api/v1/applications/{two.cases[HERE]}", headers=far.headers)
            assert answer.status_code == 404, (who, root)
    assert {one["id"] for one in two.offices[THERE].lead.get("/applications")["items"]} >= {two.cases[THERE]}


def test_the_national_calendar_and_the_rules_of_all_belong_to_the_home_area(two: Two) -> None:
    far, days = two.offices[THERE].admin, {"on": "2027-03-10", "reason_zh": "区庆", "source": "区政府通知1号"}
    rules = {"content": 'extends = "road-access"\nversion = "x"\n', "from_on": "2027-01-01", "reason": "Order 9"}
    notice = json.loads(json.dumps(tomllib.loads(NOTICE.read_text(encoding="utf-8")), default=str))

    for address in ("/calendar/notices", "/calendar/preview"):
        far.post(address, {"notice": {**notice, "issued_on": "2026-02-27"}}, 403)
    far.post("/bundles/proposals", rules, 403)
    far.post("/bundles/proposals", {**rules, "area": HERE}, 403)
    far.post("/calendar/closures", {"closure": days})

    known = two.app.extensions["office"]
    day = known.calendar_of(THERE).next_working(local_day(clock.now()).replace(2027, 3, 10))
    assert (day.day, known.calendar_of(HERE).next_working(day.replace(day=10)).day) == (11, 10)


def test_commands_serve_all_areas_or_the_one_they_are_told(two: Two) -> None:
    days = ("--from", "2026-03-01", "--to", "2026-03-31")
    exported = {one["许可编号"] for one in two.command("publicity", "export", *days)["items"]}
    of_second = two.command("publicity", "export", *days, "--area", SECOND)["items"]
    waiting = {one["area"] for one in two.command("outbox", "list")["items"]}

    assert exported == {row.number for row in two.licences.values()}
    assert [one["许可编号"] for one in of_second] == [two.licences[THERE].number]
    assert waiting == {HERE, THERE}
    assert {one["area"] for one in two.command("outbox", "list", "--area", SECOND)["items"]} == {THERE}
    chains = [two.command("audit", "verify", *area)["chains"] for area in ((), ("--area", HERE), ("--area", THERE))]
    assert chains[0] < chains[1] + chains[2] <= chains[0] + 1, "the acts on bundles are of all areas"
    assert two.command("bundles", "show", "road-access", "--area", SECOND)["version"] == VERSIONS[THERE]
    due = ("calendar", "due", "--from", "2027-03-09", "--days", "1", "--area")
    assert two.app.test_cli_runner().invoke(args=[*due, "110000"]).exit_code == 1
    assert two.command("stalls", "--area", SECOND)["stalls"] == []


def test_the_applicant_of_another_area_and_the_people_of_this_one_are_notified(two: Two) -> None:
    with reading(two.app.extensions["engine"]) as conn:
        told = select(User.username).join(Notification, Notification.user_id == User.id)
        known = set(conn.execute(told.where(Notification.application_id == two.cases[THERE])).scalars())

    assert "contractor" in known
    assert {name for name in known - {"contractor"} if not name.startswith(FAR)} == set()
