from collections import Counter
from pathlib import Path

from sqlalchemy import select

from permits.db import connect, reading
from permits.keys import hold
from permits.models import Application, Explanation, Incident, OutboxRow, SupervisionOrder
from permits.seeds.demo import HOW_MANY
from permits.seeds.episodes import EPISODES
from permits.services.oversight.audit import verify
from tests.conftest import KEYS


def test_the_demo_office_has_lived(demo_folder: Path) -> None:
    """Every stage has cases, every chain holds, and nobody is told of the past."""
    engine = connect(f"sqlite:///{demo_folder / 'daokou.db'}")
    hold(engine.dialect, KEYS)

    with reading(engine) as conn:
        states = Counter(conn.execute(select(Application.state)).scalars())
        assert not [found for found in verify(conn) if found.broken]
        assert conn.execute(select(OutboxRow.id).where(OutboxRow.state == "new")).first() is None
        assert set(conn.execute(select(Incident.kind)).scalars()) <= {"not_deemed_accepted"}
        orders = Counter(conn.execute(select(SupervisionOrder.state)).scalars())
        explained = set(conn.execute(select(Explanation.state)).scalars())
    engine.dispose()
    assert orders["answered"] > max(orders["open"], 10)
    assert "published" in explained
    assert states.total() >= HOW_MANY + len(EPISODES)
    assert {"draft", "received", "supplement", "in_review", "decided", "delivered", "closed"} <= states.keys()
    assert {"not_accepted", "not_required", "lapsed", "withdrawn"} <= states.keys()
