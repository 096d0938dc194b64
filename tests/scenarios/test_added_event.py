"""An event costs one row of the catalogue and one line that records it: pages, API and notifications follow."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select

from permits import clock
from permits.casefile import ActContext, open_case
from permits.db import perform, reading
from permits.errors import SetupFault
from permits.models import Mail, OutboxRow, User
from permits.queries.office.people import by_username
from permits.services.notifying import notifications
from permits.services.notifying.notifications import Post
from permits.services.notifying.quiet_hours import QuietHours
from tests.offices import Office
from tests.permits.web.journeys import sign_in
from workflows.definition.events import FOLDER

ADDED = """
[site.flown_over]
name = { zh = "无人机航拍", en = "Site flown over" }
icon = "camera"
tone = "violet"
notify = ["lead", "applicant"]
mail = ["applicant"]
sentence = { zh = "{number} 现场已航拍", en = "{number}: a drone has flown over the site" }
"""


@pytest.fixture
def one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the catalogue with one more row."""
    copy = tmp_path / "events"
    shutil.copytree(FOLDER, copy)
    (copy / "drones.toml").write_text(ADDED, encoding="utf-8")
    monkeypatch.setattr("workflows.definition.events.FOLDER", copy)


def _engine(office: Office) -> Engine:
    engine: Engine = office.app.extensions["engine"]
    return engine


def _record(office: Office, case: int, event: str = "site.flown_over") -> int:
    """Record the event as an act of the office does; returns its place in the trail."""

    def act(conn: Connection) -> int:
        clerk = by_username(conn, "roads")
        assert clerk is not None
        file = open_case(ActContext(conn, clerk, clock.now(), office.app.extensions["office"]), application_id=case)
        seq = file.record(event, {"department": "roads"})
        file.save()
        return seq

    return perform(_engine(office), act)


def _notify(office: Office, case: int, seq: int) -> int:
    """Do the job that the event asked for; returns how many people got a message."""
    by = Post(clock.now(), clock.wall(), QuietHours.read("22:00-08:00"))
    with reading(_engine(office)) as conn:
        asked = conn.execute(select(OutboxRow.args).where(OutboxRow.job == "notifications.tell")).scalars().all()
    assert {"application_id": case, "event_seq": seq} in asked
    return perform(
        _engine(office),
        lambda conn: notifications.tell(conn, area="320699", application_id=case, event_seq=seq, by=by),
    )


def _page(office: Office, username: str, address: str) -> str:
    client = office.app.test_client()
    sign_in(client, username)
    client.post("/language", data={"language": "en"})
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.usefixtures("one_more")
def test_a_row_and_a_line_bring_an_event_to_history_api_and_people(office: Office) -> None:
    accepted = office.accepted()
    case, number = accepted["id"], accepted["number"]

    seq = _record(office, case)

    last = office.lead.get(f"/applications/{case}/events")["items"][-1]
    assert (last["seq"], last["type"], last["name"]) == (seq, "site.flown_over", "Site flown over")
    history = _page(office, "contractor", f"/applications/{case}")
    line = history[: history.index("Site flown over")].rpartition("<li")[2]
    assert "tone-violet" in line
    assert "#i-camera" in line
    assert _notify(office, case, seq) == 2
    said = f"{number}: a drone has flown over the site"
    assert said in _page(office, "lead", "/notifications")
    assert said in _page(office, "contractor", "/notifications")
    with reading(_engine(office)) as conn:
        letters = select(User.username).join(Mail, Mail.user_id == User.id).where(Mail.subject == "site.flown_over")
        assert conn.execute(letters).scalars().all() == ["contractor"]


@pytest.mark.usefixtures("one_more")
def test_an_event_without_a_row_is_not_recorded(office: Office) -> None:
    case = office.accepted()["id"]

    with pytest.raises(SetupFault, match=r"no row for site\.flooded"):
        _record(office, case, "site.flooded")
