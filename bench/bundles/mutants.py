"""`bench bundles`: change each shipped bundle file in one place at a time; what the check calls sound must live."""

import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bench.machine import write
from bench.reused import ReusedFile
from bench.walk import Walk
from permits.casefile.facts import current_route
from permits.config import Settings
from permits.db import connect, perform, reading
from permits.office import Edition, Library, Office
from permits.progress import on_terminal
from permits.queries.office import people
from permits.seeds import stories
from permits.seeds.installing import prepare, read_office
from permits.seeds.office import seed_office
from permits.services.filing.applications import DraftForm, create_draft, submit
from permits.services.offers.actions import Offer
from permits.services.timers.sweep import sweep
from workflows import Bundle, FileReport, check_text, group
from workflows.checking.variants import variants

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "workflows" / "bundles").glob("*.toml"))
ON = date(2026, 6, 1)
SEED = 11
MOST_ACTS, MOST_DAYS = 80, 45
KEY_LINE = re.compile(r"^([a-z_0-9]+) = ", re.MULTILINE)
INLINE_KEY = re.compile(r"(?<=[{,] )([a-z_0-9]+)(?= = )")
NUMBER = re.compile(r"(?<== )(\d+)(?=[\s,}])")
WORDS = re.compile(r'(?<=")([a-z]+(?:[-_][a-z]+)*)(?=")')
CONDITION = re.compile(r'(?<=when = ")([^"]+)(?=")')
# in this order a straight case takes what it is offered
WAY = ("accept", "record_survey", "forward", "approve", "deliver", "receive")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed file, and what was changed in it."""

    kind: str
    change: str
    text: str


def mutants(source: str, count: int, seed: int = SEED) -> list[Mutant]:
    """Make `count` mutants of a file, as many of each kind; the same ones for the same file and seed."""
    dice = random.Random(seed)
    kinds: dict[str, Callable[[], Mutant]] = {
        "key renamed": lambda: _replaced(source, _either(dice), dice, "key renamed", lambda word: f"{word[:-1]}q"),
        "line removed": lambda: _removed(source, dice),
        "number changed": lambda: _replaced(source, NUMBER, dice, "number changed", lambda old: _figure(old, dice)),
        "name swapped": lambda: _replaced(source, WORDS, dice, "name swapped", lambda _: dice.choice(_words(source))),
        "condition changed": lambda: _replaced(
            source, CONDITION, dice, "condition changed", lambda old: _condition(old, dice)
        ),
    }
    names = list(kinds)
    return [kinds[names[number % len(names)]]() for number in range(count)]


def _either(dice: random.Random) -> re.Pattern[str]:
    return dice.choice((KEY_LINE, INLINE_KEY))


def _replaced(
    source: str, pattern: re.Pattern[str], dice: random.Random, kind: str, become: Callable[[str], str]
) -> Mutant:
    found = dice.choice(list(pattern.finditer(source)))
    new = found[1]
    while new == found[1]:
        new = become(found[1])
    line = source.count("\n", 0, found.start(1)) + 1
    return Mutant(kind, f"{line}: {found[1]} -> {new}", source[: found.start(1)] + new + source[found.end(1) :])


def _removed(source: str, dice: random.Random) -> Mutant:
    lines = source.splitlines(keepends=True)
    index = dice.choice([number for number, line in enumerate(lines) if KEY_LINE.match(line) or line.startswith("  {")])
    text = "".join(lines[:index] + lines[index + 1 :])
    return Mutant("line removed", f"{index + 1}: {lines[index].strip()[:60]}", text)


def _figure(old: str, dice: random.Random) -> str:
    return dice.choice(("0", f"-{old}", "99999999999", str(int(old) + 1), str(int(old) * 10)))


def _words(source: str) -> list[str]:
    return sorted({found[1] for found in WORDS.finditer(source)})


def _condition(old: str, dice: random.Random) -> str:
    typo = old.replace("_", "", 1) if "_" in old else f"{old}x"
    return dice.choice(("true", "false", f"!({old})", typo, old.replace("&&", "||")))


def _with(edition: Edition, bundle: Bundle, text: str) -> Library:
    """Return the library of an office in which this text is a version in force."""
    pin, begun = (bundle.key, bundle.version), date(2023, 1, 1)
    terms = edition.terms
    if pin not in edition.texts:
        terms = (*terms, replace(terms[0], key=bundle.key, version=bundle.version, from_on=begun))
    changed = replace(edition, texts={**edition.texts, pin: text}, terms=terms)
    return Library(changed, lambda: changed)


class Straight(Walk):
    """An office in which one application goes straight from draft to delivery, everybody agreeing."""

    def live(self, bundle: Bundle, text: str) -> str:
        """Put a bundle in force, file what requires every permit, take what is offered; return the state reached.

        Raises:
            Exception: an act fails otherwise than by refusing; the mutant was no sound bundle.
        """
        self._know(bundle)
        self.office = replace(self.office, library=_with(self.office.library.current, bundle, text))
        *_, (answers, project) = variants(bundle)
        form = stories.form(1, stories.Plot("occupy", "accepted"), self.now.date())
        made = DraftForm(
            bundle=bundle.key,
            applicant=form.applicant,
            agent=form.agent,
            site=form.site,
            project={**form.project, **project},
            answers=self._dated(answers),
        )
        case = self.act("contractor", lambda context: create_draft(context, made), "create_draft")
        if case is None:
            return "refused"
        needed = self.see("contractor", case, lambda seen: [m.code for m in current_route(seen).materials])
        shared = {code for code in needed if bundle.materials[code].shared}
        self.act(
            "contractor",
            lambda context: self._add_materials(context, case, [code for code in needed if code not in shared]),
            "add_material",
        )
        self.act("contractor", lambda context: submit(context, case), "submit")
        return self._followed(case)

    def _know(self, bundle: Bundle) -> None:
        """Let the people of the bundle's departments act, too."""
        with reading(self.engine) as conn:
            found = {name: people.by_username(conn, name) for name in bundle.departments}
        self.people |= {name: actor for name, actor in found.items() if actor}

    def _dated(self, answers: dict[str, object]) -> dict[str, object]:
        """Move the period of the answers to days that lie ahead."""
        if "period" not in answers:
            return answers
        ahead = {"from": self.now.date() + timedelta(days=20), "to": self.now.date() + timedelta(days=50)}
        return {**answers, "period": {key: day.isoformat() for key, day in ahead.items()}}

    def _followed(self, case: int) -> str:
        state, dice, tried = "received", random.Random(SEED), set[tuple[str, str, int]]()
        for day in range(MOST_DAYS):
            for _ in range(MOST_ACTS):
                offer, who = self._next(case, tried, day)
                if offer is None:
                    break
                tried.add((offer.name, offer.target, day))
                self.act(who, *self._call_of(offer, case, dice))
                self.look()
            state = str(self.see("manager", case, lambda seen: seen.app.state))
            if state not in group("application", "open"):
                return state
            self._wait_a_day()
        return state

    def _wait_a_day(self) -> None:
        """Let a day pass, fire what falls due, then check the case."""
        self.now += timedelta(days=1)
        sweep(self.engine, self.office, at=self.now)
        self.look()

    def _next(self, case: int, tried: set[tuple[str, str, int]], day: int) -> tuple[Offer | None, str]:
        ready = [
            (WAY.index(offer.name), offer, who)
            for who in self.people
            for offer in self._offers(who, case)
            if offer.ready and offer.name in WAY and (offer.name, offer.target, day) not in tried
        ]
        if not ready:
            return None, ""
        _, offer, who = min(ready, key=lambda one: one[0])
        return offer, who


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one mutant: `refused` by the check, or the state its case reached, or the failure of an act."""

    mutant: Mutant
    report: FileReport
    reached: str = ""
    failure: str = ""


def fate_of(mutant: Mutant, open_world: Callable[[], Straight]) -> Fate:
    """Check one mutant; live a case under what is called sound."""
    report = check_text(mutant.text, "mutant.toml", ON)
    if not report.is_sound or report.bundle is None:
        return Fate(mutant, report)
    world = open_world()
    try:
        return Fate(mutant, report, reached=world.live(report.bundle, mutant.text))
    except Exception as failure:  # noqa: BLE001 - any failure is what is looked for
        return Fate(mutant, report, failure=f"{type(failure).__name__}: {failure}")
    finally:
        world.close()


def worlds(folder: Path) -> Iterator[Callable[[], Straight]]:
    """Prepare an office on SQLite, and yield what opens a fresh copy of it."""
    url = f"sqlite:///{folder / 'template.db'}"
    known = {"secret_key": "a secret of the bench, long enough", "sandbox": True, "database_url": url}
    settings = Settings.model_validate({**known, "instance_dir": folder})
    engine = connect(url)
    prepare(engine, settings)
    perform(engine, lambda conn: seed_office(conn, settings))
    office = read_office(engine, settings)
    engine.dispose()
    if office is None:
        raise RuntimeError("no office was prepared")
    file = ReusedFile(folder / "mutant.db")
    yield lambda: fresh(file, folder / "template.db", office)
    file.engine.dispose()


def fresh(file: ReusedFile, template: Path, office: Office) -> Straight:
    """Open an office without cases."""
    file.renew(template)
    return Straight(file.engine, office)


def main(count: int = 100) -> None:
    """Live the mutants of the shipped bundles and write down their fates."""
    began, fates = time.perf_counter(), list[Fate]()
    with tempfile.TemporaryDirectory() as folder:
        for open_world in worlds(Path(folder)):
            made = [one for file in SHIPPED for one in mutants(file.read_text(encoding="utf-8"), count)]
            fates = [fate_of(one, open_world) for one in on_terminal("living mutants")(made)]
    reached = Counter(fate.reached or ("failed" if fate.failure else "refused by the check") for fate in fates)
    failed = [f"{one.mutant.kind} {one.mutant.change}: {one.failure}" for one in fates if one.failure]
    stuck = [f"{one.mutant.kind} {one.mutant.change}: {one.reached}" for one in fates if one.reached]
    seconds = round(time.perf_counter() - began, 1)
    write(
        "bundles", {"mutants": len(fates), "seconds": seconds, "fates": dict(reached), "failed": failed, "sound": stuck}
    )
    if failed:
        raise SystemExit(1)
