"""A letter goes once, and by night only in an emergency."""

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from permits.config import Settings
from permits.db import perform, reading
from permits.models import Application, Mail, OutboxRow, User
from permits.services.notifying import notifications
from permits.services.notifying.mailing import post_held
from permits.services.notifying.notifications import Post
from permits.services.notifying.quiet_hours import QuietHours
from tests import letters
from tests.permits.lives import Life, moment


def _take_away(folder: Path, to: Path) -> None:
    """Empty the letter box, so that a letter sent again would be seen."""
    to.mkdir(exist_ok=True)
    for path in list(folder.iterdir()):
        path.rename(to / f"{len(list(to.iterdir())) + 1}-{path.name}")


def test_a_letter_is_written_to_the_applicant_and_sent_once(life: Life, tmp_path: Path) -> None:
    settings = Settings.model_validate({"secret_key": "x" * 40, "sandbox": True, "instance_dir": tmp_path})
    filed = life.accepted()
    letter = _letter_of(life, filed)

    for _ in range(2):
        letters.send(life.engine, settings, letter.dedupe, at=life.now)
        _take_away(settings.mail_dir, tmp_path / "taken")

    taken = list((tmp_path / "taken").iterdir())
    assert [path.name for path in taken] == [f"1-{letter.dedupe}.eml"]
    sent = message_from_bytes(taken[0].read_bytes(), policy=policy.default)
    assert (sent["To"], sent["Message-ID"].split("@")[0]) == ("chenjian@example.com", f"<{letter.dedupe}")
    assert life.rows(Mail, filed)[0].sent_at == life.now


def _letter_of(life: Life, filed: int) -> Any:
    address = update(User).where(User.username == "contractor").values(email="chenjian@example.com")
    perform(life.engine, lambda conn: conn.execute(address))
    seq, by = life.application(filed).event_seq, Post(life.now, life.now, QuietHours.read("22:00-08:00"))
    perform(
        life.engine,
        lambda conn: notifications.tell(conn, area="320699", application_id=filed, event_seq=seq, by=by),
    )
    (letter,) = life.rows(Mail, filed)
    return letter


def _jobs(life: Life, dedupe: str) -> int:
    with reading(life.engine) as conn:
        return len(conn.execute(select(OutboxRow.id).where(OutboxRow.dedupe == dedupe)).all())


def test_a_letter_written_at_night_waits_until_eight(life: Life) -> None:
    filed = life.accepted()
    life.now = moment("2026-03-02 22:00")

    letter = _letter_of(life, filed)
    waiting = _jobs(life, letter.dedupe)
    handed = [
        perform(life.engine, lambda conn, at=at: post_held(conn, at=moment(at), wall=life.now))
        for at in ("2026-03-03 07:59", "2026-03-03 08:00", "2026-03-03 08:00")
    ]

    assert letter.not_before == moment("2026-03-03 08:00")
    assert (waiting, handed, _jobs(life, letter.dedupe)) == (0, [0, 1, 0], 1)


def test_a_letter_about_an_emergency_goes_at_once_by_night_too(life: Life) -> None:
    filed = life.accepted()
    life.now = moment("2026-03-02 23:00")
    perform(life.engine, lambda conn: conn.execute(update(Application).values(is_emergency=True)))

    letter = _letter_of(life, filed)

    assert (letter.not_before, _jobs(life, letter.dedupe)) == (None, 1)
