from datetime import timedelta

from sqlalchemy import insert, select

from permits.db import perform, reading
from permits.models import Event, Licence, Mail, Notification, OutboxRow, User
from permits.services.intake.deficiencies import DeficiencyItem, notify_deficiencies
from permits.services.licences.endings import notify_intent
from permits.services.notifying import notifications
from permits.services.notifying.notifications import Post
from permits.services.notifying.quiet_hours import QuietHours
from tests.permits.lives import GREENING, Life, moment
from workflows import event_catalogue

AREA = "320699"
MISSING = DeficiencyItem(code="missing", reason="缺少该材料。", remedy="请补交。", material="M01")


def _tell(life: Life, filed: int, seq: int | None = None) -> int:
    seq = seq or life.application(filed).event_seq
    by = Post(life.now, life.now, QuietHours.read("22:00-08:00"))
    return perform(
        life.engine, lambda conn: notifications.tell(conn, area=AREA, application_id=filed, event_seq=seq, by=by)
    )


def _notified(life: Life, filed: int) -> set[str]:
    people = select(User.username).join(Notification, Notification.user_id == User.id)
    with reading(life.engine) as conn:
        return {row.username for row in conn.execute(people.where(Notification.application_id == filed))}


def test_everybody_concerned_is_told_once(life: Life) -> None:
    filed = life.accepted()

    first, second = _tell(life, filed), _tell(life, filed)

    assert (first, second) == (4, 0)
    assert _notified(life, filed) == {"contractor", "police", "roads", "roads2"}


def test_nobody_is_told_of_their_own_act(life: Life) -> None:
    filed = life.submitted(papers=False)

    _tell(life, filed)

    assert _notified(life, filed) == {"window"}


def test_a_holder_learns_that_the_licence_is_to_be_taken_back(life: Life) -> None:
    filed = life.decided()
    tomorrow = life.now.date() + timedelta(days=1)
    about = {"ground": "fraud", "reason": "图纸系伪造。", "answer_by": tomorrow}
    (licence,) = life.rows(Licence, filed)
    life.act("roads", notify_intent, licence.number, **about)

    _tell(life, filed)

    assert _notified(life, filed) == {"contractor"}
    assert [row.template for row in life.rows(Notification, filed)] == ["licence.intent_told"]


def test_a_late_item_is_told_to_its_department_and_the_lead(life: Life) -> None:
    filed = life.accepted()
    life.at("2026-03-06 00:00")
    late = next(row for row in life.rows(Event, filed, type="clock.red") if "police" in row.payload["scope"])

    _tell(life, filed, late.seq)

    assert _notified(life, filed) == {"police", "police-head", "lead"}


def test_who_belongs_to_two_groups_is_told_once(life: Life) -> None:
    filed = life.accepted()
    life.at("2026-03-12 00:00")
    late = next(row for row in life.rows(Event, filed, type="clock.red") if row.payload["scope"] == "application")
    assert event_catalogue().find("clock.red").notify >= {"holder", "lead"}

    _tell(life, filed, late.seq)

    assert [row.template for row in life.rows(Notification, filed, user_id=life.actor("lead").id)] == ["clock.red"]


def test_the_applicant_is_reminded_of_the_limit_that_is_theirs(life: Life) -> None:
    filed = life.submitted()
    life.act("window", notify_deficiencies, filed, [MISSING])
    life.at("2026-03-15 00:00")
    reminder = next(row for row in life.rows(Event, filed) if row.type == "clock.reminder")
    assert (reminder.payload["clock"], reminder.at) == ("supplement", moment("2026-03-11 00:00"))

    _tell(life, filed, reminder.seq)

    assert _notified(life, filed) == {"contractor"}
    assert len(life.rows(Mail, filed)) == 1


def test_a_permits_own_limit_is_told_to_its_department(life: Life) -> None:
    filed = life.accepted()
    life.at("2026-03-25 00:00")
    near = next(
        row for row in life.rows(Event, filed, type="clock.yellow") if row.payload["scope"] == "road-occupation"
    )

    _tell(life, filed, near.seq)

    assert _notified(life, filed) == {"roads", "roads2", "roads-head"}


def test_messages_are_read_once(life: Life) -> None:
    filed = life.accepted()
    _tell(life, filed)
    roads = life.actor("roads").id or 0

    with reading(life.engine) as conn:
        mine = conn.execute(select(Notification.id).where(Notification.user_id == roads)).scalars().all()
        others = conn.execute(select(Notification.id).where(Notification.user_id != roads)).scalars().all()

    read = [
        perform(life.engine, lambda conn, ids=ids: notifications.mark_read(conn, roads, ids, at=life.now))  # type: ignore[misc]
        for ids in ([], others, mine, mine)
    ]

    assert read == [0, 0, 1, 0], "only what the page showed, and only one's own"


def test_the_app_tells_at_night_without_waiting(life: Life) -> None:
    filed = life.accepted()
    life.now = moment("2026-03-02 23:00")

    _tell(life, filed)

    assert "contractor" in _notified(life, filed)


def test_the_same_wish_is_one_job(life: Life) -> None:
    filed = life.submitted(papers=False)
    row = {"area": AREA, "job": "x", "args": {}, "dedupe": f"x-{filed}", "state": "new", "attempts": 0}
    times = {"created_at": life.now, "available_at": life.now}
    perform(life.engine, lambda conn: conn.execute(insert(OutboxRow).values(**row, **times)))

    assert life.count(OutboxRow) == 3


def test_a_burst_of_decisions_is_one_message_that_names_the_permits(life: Life) -> None:
    filed = life.accepted("trees")
    life.at("2026-03-06 10:00")  # the public notice of the trees has ended
    for item in ("trees:greening:decision", GREENING):
        life.answer(filed, item)
    granted = [row.seq for row in life.rows(Event, filed) if row.type == "permit.granted"]
    for seq in granted:
        _tell(life, filed, seq)
        _tell(life, filed, seq)

    (one,) = [row for row in life.rows(Notification, filed) if row.template == "permit.granted"]
    assert sorted(one.params["permits"]) == ["green-space", "trees"]
