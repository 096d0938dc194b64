"""The answer of `flask bundles check`: every fault with its file and line."""

from collections.abc import Sequence

from permits.cli.output import put_out, wanting
from workflows import Fault, FileReport, check_lifecycle

LIFECYCLES = ("application", "permit", "work_item", "licence")


def print_check(reports: Sequence[FileReport], *, as_json: bool) -> None:
    """Print what is wrong with bundle files and with the lifecycles, one line a fault; exit with 1 if anything is."""
    errors = [fault for report in reports for fault in report.errors] + _of_lifecycles()
    warnings = [fault for report in reports for fault in report.warnings]
    explored = [report.explored.to_data() for report in reports if report.explored]
    data = {
        "sound": not errors,
        "errors": [fault.to_data() for fault in errors],
        "warnings": [fault.to_data() for fault in warnings],
        "bundles": explored,
    }
    lines = [str(fault) for fault in errors]
    lines += [f"{fault} (warning)" for fault in warnings]
    put_out(as_json, data, [*lines, *(_line(report) for report in reports)])
    if errors:
        wanting()


def _line(report: FileReport) -> str:
    verdict = "sound" if report.is_sound else f"not sound, {len(report.errors)} errors"
    if report.scenarios:
        verdict = f"{report.scenarios} scenarios: {verdict}"
    if report.explored is None:
        return f"{report.file}: {verdict}"
    seen = report.explored
    found = f"{seen.routes} routes of {seen.variants} answers, {seen.combinations} states, {report.tried} combinations"
    return f"{report.file}: {found}: {verdict}"


def _of_lifecycles() -> list[Fault]:
    return [Fault(f"{name}.toml", 1, one.place, one.message) for name in LIFECYCLES for one in check_lifecycle(name)]
