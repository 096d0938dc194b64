"""Check a bundle file as a whole: every fault at once, each with its line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from workflows.checking.meeting import meetings
from workflows.checking.rules import broken_rules
from workflows.checking.scenarios import run_scenarios, scenarios_of
from workflows.checking.soundness import Finding, Report, check_bundle
from workflows.checking.switches import misspelt, wrong_switches
from workflows.checking.unused import UNREAD, unread_parts
from workflows.definition.bundle import Bundle
from workflows.definition.catalogue import FOLDER, as_served, collect
from workflows.definition.deciders import with_deciders
from workflows.definition.layers.shelves import SHIPPED, Shelf, beside
from workflows.definition.layers.whole import resolve
from workflows.definition.reading.faults import Fault, Pins, Remark
from workflows.errors import N_, BundleError
from workflows.time.calendar import Calendar

UNREADABLE = N_("the file cannot be read: %(why)s")
# kinds of findings that the search over conditions tells with the place and the number of combinations tried
TOLD_BETTER = frozenset(
    {"permit_never_required", "item_never_needed", "several_decisions", "no_decision", "duplicate_item"}
)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What a file says (None where it cannot be followed), what is wrong with it, and what was explored."""

    file: str
    bundle: Bundle | None
    errors: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    explored: Report | None = None
    tried: int = 0
    scenarios: int = 0

    @property
    def is_sound(self) -> bool:
        """Return whether nothing is wrong; warnings do not count."""
        return not self.errors


def check_text(source: str, file: str, on: date, shelf: Shelf = SHIPPED) -> FileReport:
    """Find every fault of the text of a bundle file, with the base it extends and the tables it includes.

    Form, references, conditions and rules are checked together, as written. The routes, and the conditions that meet,
    are explored with the deciders of its mode, and only where nothing of that is wrong.
    """
    whole = resolve(source, file, shelf)
    if whole.data is None:
        return FileReport(file, None, _sorted(whole.faults), _sorted(whole.warnings))
    pins = Pins(file, whole.data, whole.places)
    bundle, errors = collect(whole)
    faults = [*whole.faults, *(pins.of_error(error) for error in errors)]
    if bundle is None:
        return FileReport(file, None, _sorted(faults))
    data = whole.data
    faults += [pins.of_remark(one) for one in (*broken_rules(bundle), *wrong_switches(bundle, data))]
    warnings = [*whole.warnings, *(pins.of_remark(one) for one in _unread(bundle, data))]
    if faults:
        return FileReport(file, bundle, _sorted(faults), _sorted(warnings))
    return replace(_explored(with_deciders(bundle), pins, on, warnings), bundle=as_served(bundle))


def _unread(bundle: Bundle, data: Mapping[str, object]) -> Iterator[Remark]:
    yield from unread_parts(bundle, data)
    own = data.get("switches")
    for name, close in misspelt(own if isinstance(own, dict) else {}, data).items():
        if not close:
            yield Remark(f"switches.{name}", UNREAD, {"name": name})


def check_files(paths: Sequence[Path], on: date, calendar: Calendar) -> list[FileReport]:
    """Check bundle files, and run the scenarios beside each; without any, the shipped ones."""
    return [_checked(path, on, calendar) for path in paths or sorted(FOLDER.glob("*.toml"))]


def _checked(path: Path, on: date, calendar: Calendar) -> FileReport:
    reading = path
    try:
        report = check_text(path.read_text(encoding="utf-8"), str(path), on, beside(path))
        reading = scenarios_of(path)
        if report.bundle is None or not reading.is_file():
            return report
        count, faults = run_scenarios(report.bundle, reading.read_text(encoding="utf-8"), str(reading), calendar)
    except (OSError, UnicodeDecodeError) as error:
        return FileReport(str(path), None, (Fault(str(reading), 1, "", UNREADABLE, {"why": str(error)}),))
    return replace(report, errors=(*report.errors, *_sorted(faults)), scenarios=count)


def _explored(bundle: Bundle, pins: Pins, on: date, warnings: list[Fault]) -> FileReport:
    try:
        met, report = meetings(bundle), check_bundle(bundle, on)
    except BundleError as error:
        return FileReport(pins.file, bundle, (pins.of_error(error),), _sorted(warnings))
    faults = [pins.of_remark(one) for one in met.errors]
    for finding in report.findings:
        told = finding.kind in TOLD_BETTER and (met.errors or met.warnings)
        if not told:
            faults.append(pins.of_remark(Remark(_path_of(bundle, finding), finding.message)))
    warnings += [pins.of_remark(one) for one in met.warnings]
    return FileReport(pins.file, bundle, _sorted(faults), _sorted(warnings), report, met.tried)


def _path_of(bundle: Bundle, finding: Finding) -> str:
    """Return the path of what a finding names: a permit, a work item, a material; else what it says."""
    name = finding.place
    if name in bundle.permits:
        return f"permits.{name}"
    if name in bundle.materials:
        return f"materials.{name}"
    for key, rule in bundle.permits.items():
        for index, item in enumerate(rule.items):
            if item.id == name:
                return f"permits.{key}.items[{index}]"
    return name


def _sorted(faults: Collection[Fault]) -> tuple[Fault, ...]:
    found = {str(fault): fault for fault in faults}
    return tuple(sorted(found.values(), key=lambda fault: (fault.line, fault.place, fault.sentence)))
