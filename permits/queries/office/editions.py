"""Read what every process holds of the office: bundle versions, their terms, departments."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import Connection, Engine, Row, select

from permits.db import reading
from permits.models import Area, BundleTerm, BundleVersion, Department
from permits.office import Body, District, Edition, Library, Office, Term
from permits.queries.office import installation
from permits.queries.typed import columns_of, every
from workflows import Text


def library_of(conn: Connection) -> Library:
    """Read the current edition; the library reads the next ones on connections of its own."""
    return Library(read_edition(conn), partial(_on_its_own, conn.engine))


def _on_its_own(engine: Engine) -> Edition:
    with reading(engine) as conn:
        return read_edition(conn)


def renew_library(conn: Connection, office: Office) -> None:
    """Load a new edition if there is one, for an act that asks which rules are in force."""
    _, number = installation.editions(conn)
    if number != office.library.current.number:
        office.library.current = read_edition(conn)


def read_edition(conn: Connection) -> Edition:
    """Read the bundle versions, their terms and the departments of every area."""
    # the number first: what is newer is read again later, what is older would never be
    _, number = installation.editions(conn)
    texts = select(BundleVersion.key, BundleVersion.version, BundleVersion.content).order_by(BundleVersion.id)
    terms = select(*columns_of(Term, BundleTerm)).order_by(BundleTerm.id)
    return Edition(
        number=number,
        texts={(key, version): content for key, version, content in conn.execute(texts)},
        terms=tuple(every(conn, Term, terms)),
        bodies={(row.area, row.key): _body(row) for row in conn.execute(select(Department.__table__))},
        districts={one.code: one for one in districts_of(conn)},
    )


def districts_of(conn: Connection) -> Iterator[District]:
    """List the areas of this installation."""
    for row in conn.execute(select(Area.code, Area.name_zh, Area.name_en, Area.hosts).order_by(Area.code)):
        yield District(row.code, Text(row.name_zh, row.name_en), tuple(row.hosts))


def _body(row: Row[tuple[object, ...]]) -> Body:
    return Body(
        key=row.key,
        name={"zh": row.name_zh, "en": row.name_en},
        short={"zh": row.short_zh, "en": row.short_en},
        document_prefix=row.document_prefix,
        contact={"zh": f"{row.address_zh} 电话 {row.phone}", "en": f"{row.address_en}, tel. {row.phone}"},
    )
