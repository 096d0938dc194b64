from email import message_from_bytes, policy
from pathlib import Path

from sqlalchemy import insert, select, update

from permits.config import Settings
from permits.db import perform, reading
from permits.models import Mail, Notification, OutboxRow, User
from permits.services import notifications
from permits.services.mailing import send_mail
from permits.services.notifications import AUDIENCE, SUBJECTS
from tests.permits.lives import Life

AREA = "320699"


def _tell(life: Life, filed: int) -> int:
    seq = life.application(filed).event_seq
    return perform(
        life.engine,
        lambda conn: notifications.tell(conn, area=AREA, application_id=filed, event_seq=seq, wall=life.now),
    )


def _told(life: Life, filed: int) -> set[str]:
    people = select(User.username).join(Notification, Notification.user_id == User.id)
    with reading(life.engine) as conn:
        return {row.username for row in conn.execute(people.where(Notification.application_id == filed))}


def test_everybody_concerned_is_told_once(life: Life) -> None:
    filed = life.accepted()

    first, second = _tell(life, filed), _tell(life, filed)

    assert (first, second) == (4, 0)
    assert _told(life, filed) == {"contractor", "police", "roads", "roads2"}


def test_nobody_is_told_of_their_own_act(life: Life) -> None:
    filed = life.submitted(papers=False)

    _tell(life, filed)

    assert _told(life, filed) == {"window"}


def test_a_late_item_is_told_to_its_department_and_the_lead(life: Life) -> None:
    filed = life.accepted()
    life.at("2026-03-06 00:00")

    _tell(life, filed)

    assert _told(life, filed) == {"police", "police-head", "lead"}


def test_every_kind_of_message_has_its_words() -> None:
    assert AUDIENCE.keys() == SUBJECTS.keys()


def test_messages_are_read_once(life: Life) -> None:
    filed = life.accepted()
    _tell(life, filed)
    roads = life.actor("roads").id or 0

    read = [perform(life.engine, lambda conn: notifications.mark_read(conn, roads, at=life.now)) for _ in range(2)]

    assert read == [1, 0]


def test_a_letter_is_written_to_the_applicant_and_sent_once(life: Life, tmp_path: Path) -> None:
    settings = Settings.model_validate({"secret_key": "x" * 40, "sandbox": True, "instance_dir": tmp_path})
    filed = life.accepted()
    address = update(User).where(User.username == "contractor").values(email="chenjian@example.com")
    perform(life.engine, lambda conn: conn.execute(address))
    _tell(life, filed)
    (letter,) = life.rows(Mail, filed)

    for _ in range(2):
        perform(life.engine, lambda conn: send_mail(conn, dedupe=letter.dedupe, settings=settings, at=life.now))
        (settings.mail_dir / f"{letter.dedupe}.eml").rename(tmp_path / "first.eml") if _ == 0 else None

    sent = message_from_bytes((tmp_path / "first.eml").read_bytes(), policy=policy.default)
    assert (sent["To"], sent["Message-ID"].split("@")[0]) == ("chenjian@example.com", f"<{letter.dedupe}")
    assert not (settings.mail_dir / f"{letter.dedupe}.eml").exists()
    assert life.rows(Mail, filed)[0].sent_at == life.now


def test_the_same_wish_is_one_job(life: Life) -> None:
    filed = life.submitted(papers=False)
    row = {"area": AREA, "job": "x", "args": {}, "dedupe": f"x-{filed}", "state": "new", "attempts": 0}
    times = {"created_at": life.now, "available_at": life.now}
    perform(life.engine, lambda conn: conn.execute(insert(OutboxRow).values(**row, **times)))

    assert life.count(OutboxRow) == 3
