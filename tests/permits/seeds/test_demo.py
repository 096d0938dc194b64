from collections import Counter

from sqlalchemy import Engine, select

from permits.config import Settings
from permits.db import reading
from permits.files import FolderStore
from permits.models import Application, Explanation, Incident, OutboxRow, SupervisionOrder
from permits.office import Office
from permits.seeds.demo import HOW_MANY, seed_demo
from permits.seeds.episodes import EPISODES
from permits.services.oversight.audit import verify
from tests.permits.lives import moment


def test_the_demo_office_has_lived(engine: Engine, office: Office, settings: Settings) -> None:
    """Every stage has cases, every chain holds, and nobody is told of the past."""
    begun = seed_demo(engine, office, FolderStore(settings.upload_dir), now=moment("2026-06-01 11:00"))

    with reading(engine) as conn:
        states = Counter(conn.execute(select(Application.state)).scalars())
        assert not [found for found in verify(conn) if found.broken]
        assert conn.execute(select(OutboxRow.id).where(OutboxRow.state == "new")).first() is None
        assert set(conn.execute(select(Incident.kind)).scalars()) <= {"not_deemed_accepted"}
        orders = Counter(conn.execute(select(SupervisionOrder.state)).scalars())
        explained = set(conn.execute(select(Explanation.state)).scalars())
    assert orders["answered"] > max(orders["open"], 10)
    assert "published" in explained
    assert states.total() == begun >= HOW_MANY + len(EPISODES)
    assert {"draft", "received", "supplement", "in_review", "decided", "delivered", "closed"} <= states.keys()
    assert {"not_accepted", "not_required", "lapsed", "withdrawn"} <= states.keys()
