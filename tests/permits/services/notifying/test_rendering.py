from permits.db import perform
from permits.models import Notice
from permits.services.notifying.rendering import NoticeKey, render_notice
from tests.permits.lives import Life


def test_a_notice_is_rendered_once(life: Life) -> None:
    filed = life.submitted(papers=False)
    key = NoticeKey("320699", filed, 2, "receipt", "")
    perform(life.engine, lambda conn: render_notice(conn, key, store=life.store))
    (notice,) = life.rows(Notice, filed)
    first = life.store.get(notice.storage_key)
    life.store.put(notice.storage_key, b"untouched")

    perform(life.engine, lambda conn: render_notice(conn, key, store=life.store))

    assert first.startswith(b"%PDF")
    assert life.store.get(notice.storage_key) == b"untouched"
