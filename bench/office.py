"""The seeded office of the benchmarks: the bundle of four permits and its users."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select

from permits.actor import Actor
from permits.casefile import ActContext
from permits.config import Settings
from permits.db import connect, perform, reading
from permits.models import WorkItem
from permits.office import Office
from permits.queries.office import people
from permits.seeds.installing import prepare
from permits.seeds.office import seed_office
from permits.services.bundles.importing import Entry, import_bundle
from permits.services.closing import delivery
from permits.services.deciding import work_items
from permits.services.filing import applications
from permits.services.house.offices import load_office
from permits.services.intake import acceptance
from workflows import bundle_text

# all processes of a benchmark read what one of them wrote
SECRET = "a secret of the bench, long enough"  # noqa: S105 - of databases that live for minutes
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DEPARTMENTS = ("planning", "police", "roads", "greening")
BUNDLE = Path(__file__).parent / "bench-bundle.toml"
FORM = applications.DraftForm(
    bundle="bench",
    applicant={"kind": "company", "name": "通江建设工程有限公司", "uscc": "91320699YYDEM0016R"},
    agent={"name": "陈建", "phone": "13800000000", "resident_id": "320699190001010016"},
    project={"name": "通江智造产业园一期", "type": "private"},
    site={"road": "试验路", "address": "18号"},
)
OPINION = "道口位置与批准的总平面图一致，交通组织方案可行，同意。施工期间须保留一条通行车道。"


@dataclass(frozen=True)
class World:
    """An office with its users."""

    engine: Engine
    office: Office
    people: Mapping[str, Actor]

    def act_context(self, conn: Connection, who: str) -> ActContext:
        """Build the action context of a user for one action."""
        return ActContext(conn, self.people[who], AT, self.office)


def settings_for(url: str, folder: Path | None = None) -> Settings:
    """Return the settings of a benchmark's office."""
    extra: dict[str, Any] = {"instance_dir": folder} if folder else {}
    return Settings(database_url=url, sandbox=True, secret_key=SECRET, sandbox_demo=False, **extra)


def found(url: str) -> None:
    """Migrate and seed an empty database."""
    engine = connect(url)
    settings = settings_for(url)
    prepare(engine, settings)
    perform(engine, lambda conn: seed_office(conn, settings))
    engine.dispose()


def _put_in_force(conn: Connection) -> None:
    entry = Entry(area=None, from_on=AT.date(), by="bench", at=AT)
    import_bundle(conn, bundle_text(BUNDLE), BUNDLE.name, entry)


def open_world(url: str) -> World:
    """Open a seeded database the way an entry does, with the bundle of the benchmarks in force."""
    engine = connect(url)
    perform(engine, _put_in_force)
    with reading(engine) as conn:
        office = load_office(conn, settings_for(url))
        names = ("contractor", "window", *DEPARTMENTS)
        actors = {name: actor for name in names if (actor := people.by_username(conn, name))}
    return World(engine, office, actors)


class Product:
    """The eleven actions through the services, each in its own transaction."""

    def __init__(self, world: World) -> None:
        self.world = world

    def submit(self) -> int:
        def act(conn: Connection) -> int:
            context = self.world.act_context(conn, "contractor")
            application_id = applications.create_draft(context, FORM)
            applications.submit(context, application_id)
            return application_id

        return perform(self.world.engine, act)

    def accept(self, application_id: int) -> dict[str, int]:
        def act(conn: Connection) -> dict[str, int]:
            acceptance.accept(self.world.act_context(conn, "window"), application_id)
            return decision_items(conn, application_id)

        return perform(self.world.engine, act)

    def claim(self, item_id: int, department: str) -> None:
        perform(self.world.engine, lambda conn: work_items.claim(self.world.act_context(conn, department), item_id))

    def approve(self, item_id: int, department: str) -> None:
        verdict = work_items.Verdict(opinion=OPINION)
        perform(
            self.world.engine,
            lambda conn: work_items.approve(self.world.act_context(conn, department), item_id, verdict),
        )

    def deliver(self, application_id: int) -> None:
        perform(
            self.world.engine,
            lambda conn: delivery.deliver(self.world.act_context(conn, "window"), application_id, recipient="陈建"),
        )

    def flush_counts(self) -> None:
        """Make the server publish the statistics of this connection."""
        perform(self.world.engine, lambda conn: conn.exec_driver_sql("select pg_stat_force_next_flush()").close())

    def close(self) -> None:
        self.world.engine.dispose()


def decision_items(conn: Connection, application_id: int) -> dict[str, int]:
    """Find the four decision items of a case, by department."""
    wanted = select(WorkItem.department, WorkItem.id).where(
        WorkItem.application_id == application_id, WorkItem.kind == "decision"
    )
    return {row.department: row.id for row in conn.execute(wanted)}
