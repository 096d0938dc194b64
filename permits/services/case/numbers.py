"""Gap-free numbers: of cases per day, of documents per year."""

from typing import Any

from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from permits.casefile import ActContext
from permits.documents.numbering import CaseNumbers, case_number, document_number
from permits.models import Counter
from workflows import Bundle


def _draw(insert: Any) -> Any:
    """Raise the last number of a series by one; the first one is 1."""
    drawn = insert(Counter).values(area=bindparam("of_area"), series=bindparam("of_series"), last=1)
    series, raised = [Counter.area, Counter.series], {"last": Counter.last + 1}
    return drawn.on_conflict_do_update(index_elements=series, set_=raised).returning(Counter.last)


DRAW = {"postgresql": _draw(postgresql.insert), "sqlite": _draw(sqlite.insert)}


def next_in(conn: Connection, area: str, series: str) -> int:
    """Draw the next number of a series; the series stays locked until the caller commits, so no number is lost."""
    return int(conn.execute(DRAW[conn.dialect.name], {"of_area": area, "of_series": series}).scalar_one())


def draw_case_number(context: ActContext, bundle: Bundle) -> str:
    """Draw the next case number of the day, or of the year, as the bundle numbers its cases."""
    area, on = context.actor.area, context.today
    numbers = CaseNumbers(str(bundle.switches["case_number_letters"]), str(bundle.switches["case_number_per"]))
    return case_number(area, on, next_in(context.conn, area, f"case-{numbers.period(on)}"), numbers)


def draw_document_number(context: ActContext, prefix: str) -> str:
    """Draw the next document number of a body, counted by calendar year."""
    year = context.today.year
    return document_number(prefix, year, next_in(context.conn, context.actor.area, f"document-{prefix}-{year}"))
