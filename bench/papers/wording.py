"""Word every notice of a fixed demo office, and the sample of every kind, in both languages, a text file each.

Run as a script inside a whole tree of the house, of this commit or an earlier one: it names nothing that only one has.
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

MOMENT = "2026-06-01T10:00:00+08:00"
MATTER = "road-access"
# what names this case, this run or this image: the same paper has others in another tree
OWN = (
    (re.compile(r"[A-Z]{2}\d{16,21}X?"), "DK#"),
    (re.compile(r"(?<=〔\d{4}〕)\d+(?=号)"), "#"),
    (re.compile(r"\b[0-9a-f]{16}\b"), "#hash"),
    (re.compile(r"(?<=\[demo\])\S+"), ""),
)
Worded = tuple[str, str]


def told(page: Mapping[str, object]) -> str:
    """Return all texts of a page, a line each, without what names this run."""
    shown = {name: value for name, value in page.items() if name != "qr"}
    text = json.dumps(shown, ensure_ascii=False, indent=1, sort_keys=True)
    for pattern, instead in OWN:
        text = pattern.sub(instead, text)
    return text + "\n"


def of_the_demo(folder: Path) -> Iterator[Worded]:
    """Found the demo office in an empty folder; yield the name and the words of every notice of the matter."""
    from sqlalchemy import select  # noqa: PLC0415 - of the tree this runs in

    from permits.config import Settings  # noqa: PLC0415
    from permits.db import connect, reading  # noqa: PLC0415
    from permits.documents.view import page  # noqa: PLC0415
    from permits.models import Application, Notice  # noqa: PLC0415
    from permits.seeds.installing import fill, prepare  # noqa: PLC0415

    known = {"sandbox": True, "sandbox_now": MOMENT, "database_url": f"sqlite:///{folder / 'papers.db'}"}
    settings = Settings.model_validate({**known, "instance_dir": folder, "secret_key": "a secret of the bench, long"})
    engine = connect(settings.database_url)
    prepare(engine, settings)
    fill(engine, settings)
    wanted = select(Notice.application_id, Notice.kind, Notice.permit, Notice.facts)
    cases = select(Application.id).where(Application.bundle == MATTER).order_by(Application.id)
    with reading(engine) as conn:
        place = {one: n for n, one in enumerate(conn.execute(cases).scalars())}
        found = conn.execute(wanted.where(Notice.application_id.in_(list(place))).order_by(Notice.id)).all()
    engine.dispose()
    for case, kind, permit, facts in found:
        name = f"{place[case]:03}-{kind}-{permit or 'case'}"
        for language in ("zh", "en"):
            yield f"{name}.{language}", told(page(kind, facts, language=language))
    print(len(found), "notices of", len(place), "cases", file=sys.stderr)


def of_samples() -> Iterator[Worded]:
    """Yield the name and the words of the sample of every kind."""
    from permits.documents.view import page  # noqa: PLC0415
    from tests.permits.documents.samples import OWN as KINDS  # noqa: PLC0415
    from tests.permits.documents.samples import facts  # noqa: PLC0415

    for kind in KINDS:
        for language in ("zh", "en"):
            yield f"sample-{kind}.{language}", told(page(kind, facts(kind), language=language))


def main(out: Path) -> None:
    """Write the words of all papers into a folder; papers of one name follow each other in one file."""
    out.mkdir(parents=True)
    sys.path.insert(0, str(Path.cwd()))
    with tempfile.TemporaryDirectory() as folder:
        for name, words in (*of_the_demo(Path(folder)), *of_samples()):
            with (out / name).open("a", encoding="utf-8") as file:
                file.write(words)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
