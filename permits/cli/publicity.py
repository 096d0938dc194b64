"""`flask publicity …`: the file of licences granted for the credit platform (双公示)."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from permits import clock
from permits.cli.areas import ALL_AREAS, areas_wanted
from permits.cli.calendar import DAY
from permits.cli.output import AS_JSON, honest, put_out
from permits.db import reading
from permits.http import engine, office
from permits.i18n import translate
from permits.queries.lists.public_decisions import Decision, DecisionFilter, granted
from permits.words import word
from workflows import Text, local_day

# working days after the decision: the 双公示 rule for licences and penalties
UPLOAD_WORKING_DAYS = 7
# a spreadsheet reads a cell that begins with one of these as a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"
COLUMNS = (
    "行政相对人名称",
    "统一社会信用代码",
    "行政许可决定文书号",
    "许可编号",
    "许可类别",
    "许可内容",
    "许可决定日期",
    "有效期自",
    "有效期至",
    "许可机关",
    "当前状态",
    "数据来源单位",
    "最迟报送日期",
)


@click.group("publicity")
def publicity_group() -> None:
    """Published decisions."""


@publicity_group.command("export")
@click.option("--from", "first", type=DAY, required=True, help="The first day of decisions.")
@click.option("--to", "last", type=DAY, required=True, help="The last day, included.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; standard output by default.")
@ALL_AREAS
@AS_JSON
@honest
def export(*, first: datetime, last: datetime, output: Path | None, area: str | None, as_json: bool) -> None:
    """Export the grants of a span of days as CSV (UTF-8 with BOM), area by area, oldest first."""
    if last < first:
        raise click.BadParameter("lies before the first day", param_hint="--to")
    wanted = DecisionFilter(first=first.date(), last=last.date())
    with reading(engine()) as conn:
        found = {code: granted(conn, code, wanted, today=local_day(clock.now())) for code in areas_wanted(area)}
    rows = [_row(code, one) for code, decisions in found.items() for one in reversed(decisions)]
    if output is None:
        # printing adds the last line's end again
        put_out(as_json, {"items": rows}, [as_csv(rows).removesuffix("\n")])
        return
    output.write_text(as_csv(rows), encoding="utf-8", newline="")
    put_out(as_json, {"file": str(output), "decisions": len(rows)}, [f"{len(rows)} decisions in {output}"])


def _row(area: str, one: Decision) -> dict[str, str]:
    """Map a decision to the columns of the file; the deciding department also submits it."""
    department = office().body(area, one.department).name["zh"]
    name, place = office().permit_name(one, one.permit).zh, office().place_of(one, one.site)
    state = word("licence", one.state)
    upload_by = office().calendar_of(area).add(one.decided_on, UPLOAD_WORKING_DAYS)
    cells = (
        one.holder,
        one.credit_code,
        one.document_number,
        one.licence_number,
        "普通",
        f"{name}({place})",
        one.decided_on.isoformat(),
        one.valid_from.isoformat(),
        one.valid_to.isoformat() if one.valid_to else "",
        department,
        state.zh if isinstance(state, Text) else translate(state, "zh"),
        department,
        upload_by.isoformat(),
    )
    return dict(zip(COLUMNS, cells, strict=True))


def as_csv(rows: Sequence[Mapping[str, str]]) -> str:
    """Format rows as CSV with a byte order mark; cells a spreadsheet would run as formulas are escaped."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _inert(cell) for name, cell in row.items()} for row in rows)
    return MARK + out.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
