"""Check a bundle file as a whole: every fault at once, each with its line."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workflows.checking.meeting import meetings
from workflows.checking.rules import broken_rules
from workflows.checking.soundness import Finding, Report, check_bundle
from workflows.checking.switches import misspelt, wrong_switches
from workflows.checking.unused import UNREAD, unread_parts
from workflows.definition.bundle import Bundle
from workflows.definition.catalogue import FOLDER, collect
from workflows.definition.deciders import with_deciders
from workflows.definition.reading.faults import Fault, Pins, Remark
from workflows.errors import N_, BundleError

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

    @property
    def is_sound(self) -> bool:
        """Return whether nothing is wrong; warnings do not count."""
        return not self.errors


def check_text(source: str, file: str, on: date) -> FileReport:
    """Find every fault of the text of a bundle file.

    Form, references, conditions and rules are checked together, as written. The routes, and the conditions that meet,
    are explored with the deciders of its mode, and only where nothing of that is wrong.
    """
    pins = Pins(source, file)
    bundle, errors = collect(source, file)
    faults = [pins.of_error(error) for error in errors]
    if bundle is None:
        return FileReport(file, None, _sorted(faults))
    data = tomllib.loads(source)
    faults += [pins.of_remark(one) for one in (*broken_rules(bundle), *wrong_switches(bundle, data))]
    warned = [*unread_parts(bundle, data)]
    warned += [
        Remark(f"switches.{name}", UNREAD, {"name": name})
        for name, close in misspelt(data.get("switches", {}), data).items()
        if not close
    ]
    warnings = [pins.of_remark(one) for one in warned]
    if faults:
        return FileReport(file, bundle, _sorted(faults), _sorted(warnings))
    return _explored(with_deciders(bundle), pins, on, warnings)


def check_files(paths: Sequence[Path], on: date) -> list[FileReport]:
    """Check bundle files; without any, the shipped ones."""
    return [_checked(path, on) for path in paths or sorted(FOLDER.glob("*.toml"))]


def _checked(path: Path, on: date) -> FileReport:
    try:
        return check_text(path.read_text(encoding="utf-8"), str(path), on)
    except (OSError, UnicodeDecodeError) as error:
        return FileReport(str(path), None, (Fault(str(path), 1, "", UNREADABLE, {"why": str(error)}),))


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
