"""Live many matters, each in an office of its own, and write down which failed, with the file that did."""

import random
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import hypothesis
from flask import Flask
from hypothesis import HealthCheck, Phase
from sqlalchemy import Engine, update

from bench.lives.life import Life, found
from bench.lives.made import bundles
from bench.lives.reader import Reader
from bench.lives.renamed import renamed
from bench.lives.toml import written
from bench.machine import write
from bench.reused import ReusedFile
from bench.server import database, forget_cases
from permits.db import connect, reading
from permits.models import Setting
from permits.queries.office.installation import CLOCK_OFFSET, clock_offset
from permits.seeds.installing import fill, prepare
from tests.offices import Office, close_office, found_office, open_office
from tests.pages import CheckedClient
from tests.vocabulary import WORDS
from workflows import check_text
from workflows.checking.variants import variants
from workflows.definition.catalogue import FOLDER
from workflows.definition.layers.whole import resolve

SECONDS = 1500
ON = date(2026, 6, 1)
LANGUAGES = ("zh", "en")
MOST_PAGES = 12  # of one walk
# no page and no notice of a matter in the file of which they do not stand says these
NO_WORD = re.compile(r"(?!)")


@dataclass
class Tally:
    """What the lives so far have shown."""

    lived: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    failed: dict[str, list[str]] = field(default_factory=dict)
    pages: int = 0


def examples(seed: int, count: int) -> list[str]:
    """Make random bundle files; the same for the same seed."""
    made: list[str] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count, phases=[Phase.generate], database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @hypothesis.given(bundles())
    def collect(data: dict[str, object]) -> None:
        made.append(written(data))

    collect()
    return made


def shipped_and_renamed() -> Iterator[tuple[str, str]]:
    """Yield each shipped file as it is and renamed."""
    for file in sorted(FOLDER.glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        yield file.stem, text
        yield f"{file.stem} renamed", written(renamed(resolve(text, file.name).data or {}))


def lived(
    office: Office, text: str, lang: str, dice: random.Random, *, most_pages: int = MOST_PAGES, **more: int
) -> Life:
    """Live the matter of a file in an empty office, and return the life."""
    bundle = found(office, text)
    own = {*WORDS.findall(text)}
    foreign = NO_WORD if own else WORDS
    life = Life(office, bundle, Reader(office.app, lang, foreign, most_pages=most_pages), dice, **more)
    wanted = list(variants(bundle))
    life.live(wanted[-1] if dice.random() < 0.7 else dice.choice(wanted))
    return life


def main(seconds: str = str(SECONDS)) -> None:
    """Live for so many seconds on each database in turn; fails with what was found."""
    tally, until = Tally(), time.monotonic() + float(seconds)
    folder = Path(tempfile.mkdtemp(prefix="daokou-lives-"))
    try:
        with _offices(folder) as offices:
            for number, (name, text) in enumerate(_matters(until)):
                kind, office = offices[number % len(offices)]
                _one(office, kind, name, text, number, tally)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    failed = [{"matter": name, "faults": faults} for name, faults in tally.failed.items()]
    told = {"lived": dict(tally.lived), "pages": tally.pages, "acts": dict(tally.done.most_common())}
    write("lives", {"seconds": float(seconds), **told, "failed": failed})
    if failed:
        raise SystemExit(f"{len(failed)} of {tally.lived.total()} lives failed")


def _matters(until: float) -> Iterator[tuple[str, str]]:
    yield from (one for one in shipped_and_renamed() for _ in LANGUAGES)
    seed = 0
    while time.monotonic() < until:
        seed += 1
        for index, text in enumerate(examples(seed, 12)):
            if time.monotonic() < until and check_text(text, "made.toml", ON).is_sound:
                yield f"made {seed}:{index}", text


def _one(office: "Lent", kind: str, name: str, text: str, number: int, tally: Tally) -> None:
    """Live one matter in a fresh office; a fault of any kind is noted with its file."""
    lang, dice = LANGUAGES[number // 2 % 2], random.Random(number)
    with office.fresh() as empty:
        try:
            life = lived(empty, text, lang, dice)
            faults, tally.pages = list(dict.fromkeys(life.faults)), tally.pages + life.reader.opened
            tally.done += life.done
        except Exception as failure:  # noqa: BLE001 - any failure is what is looked for
            faults = [f"{type(failure).__name__}: {str(failure)[:2000]}"]
    tally.lived[f"{name.partition(' ')[0]} {kind}"] += 1
    print(f"{kind} {lang} {name}: {len(faults)} faults", *faults[:5], sep="\n  ", flush=True)
    if faults:
        tally.failed[f"{kind} {lang} {name}"] = faults
        Path(tempfile.gettempdir(), f"daokou-life-{number}.toml").write_text(text, encoding="utf-8")


class Lent:
    """The app over one kind of database, emptied for each life."""

    def __init__(self, app: Flask, fresh: Path, engine: Engine | None, file: ReusedFile | None) -> None:
        """Hold the app and what its database is renewed from: a file, or a server's database."""
        self.app, self.template, self.engine, self.file = app, fresh, engine, file
        self.ahead = 0.0
        if engine is not None:
            with reading(engine) as conn:
                self.ahead = clock_offset(conn)

    @contextmanager
    def fresh(self) -> Iterator[Office]:
        """Lend the office without cases."""
        if self.file is not None:
            yield open_office(self.app, self.template, self.file)
        elif self.engine is not None:
            yield open_office(self.app, self.template, _Emptied(self.engine, self.ahead))  # type: ignore[arg-type]
        with suppress(AssertionError):  # the life has noted it
            close_office(self.app)


class _Emptied:
    """A database of a server in the place of a file: renewed by deleting its cases and setting its clock back."""

    def __init__(self, engine: Engine, ahead: float) -> None:
        self.engine, self.ahead = engine, ahead

    def renew(self, _source: Path) -> None:
        """Delete every case; the clock stands where the office was founded."""
        with self.engine.begin() as conn:
            forget_cases(conn)
            conn.execute(update(Setting).where(Setting.key == CLOCK_OFFSET).values(value=str(self.ahead)))


@contextmanager
def _offices(folder: Path) -> Iterator[list[tuple[str, Lent]]]:
    """Found the office on both databases."""
    app, fresh = found_office(folder)
    app.test_client_class = CheckedClient
    app.config["WTF_CSRF_ENABLED"] = False
    file = ReusedFile(folder / "life.db")
    with database() as url:
        engine = connect(url)
        settings = app.extensions["settings"].model_copy(update={"database_url": url})
        prepare(engine, settings)
        fill(engine, settings)
        yield [("sqlite", Lent(app, fresh, None, file)), ("postgresql", Lent(app, fresh, engine, None))]
        engine.dispose()
    file.engine.dispose()
