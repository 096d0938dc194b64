"""Run the faults one after the other on one office, and write the table."""

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

from bench.faults.cases import FAULTS, Fault
from bench.faults.damage import count, drained
from bench.faults.place import Place
from bench.faults.traffic import Look, Traffic
from bench.machine import RESULTS, machine, write
from permits.config import ROOT

PAGE = ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- fault table: manage.py bench faults -->", "<!-- end of the fault table -->"
HEAD = (
    "| fault | what programs and people were told | what the tools said | lost | doubled | stuck | for a person |\n"
    "|---|---|---|---|---|---|---|\n"
)
TOOLS = ("/readyz", "outbox list", "its log", "prepare", "temporary files left")


def try_one(place: Place, fault: Fault, *, lives: int) -> dict[str, Any]:
    """Let programs work, break one thing, mend it, wait until all is done; then count."""
    before = count(place, lives=lives)
    look, began = Look(place), time.monotonic()
    with Traffic(place) as traffic:
        time.sleep(2)
        seen = fault.inject(place, look)
    took = drained(place)
    code, stalls = place.flask("stalls")
    audit, _ = place.flask("audit", "verify")
    after = count(place, lives=lives + traffic.lives)
    damage = {name: after[name] - before[name] for name in ("lost", "doubled", "broken", "for_a_person")}
    return {
        "fault": fault.name,
        "seconds": round(time.monotonic() - began),
        "seen": seen,
        "told": dict(traffic.told),
        "program_failed": traffic.fault,
        "longest_answer_seconds": round(traffic.longest, 1),
        "lives": traffic.lives,
        "drained_seconds": took,
        "after": look.take(),
        "stalls": {"exit": code, "found": stalls if isinstance(stalls, str) else len(stalls["stalls"])},
        "audit_verify_exit": audit,
        **damage,
        "stuck": after["stuck"],
        "letters": after["letters"] - before["letters"],
        "fired": after["fired"] - before["fired"],
    }


def measure(names: list[str]) -> dict[str, Any]:
    """Run the faults of these names, or all; those already measured and not named are kept."""
    known = _known() if names else {}
    place, lives = Place(), 0
    try:
        place.start()
        for name in names or FAULTS:
            fault = FAULTS[name]
            if fault.needs_disk and not place.uploads.is_mounted:
                continue
            known[name] = try_one(place, fault, lives=lives)
            lives += known[name]["lives"]
            print(_row(known[name]), flush=True)
            sys.stderr.write(json.dumps(known[name], ensure_ascii=False) + "\n")
            write("faults", {"machine": machine(), "faults": {one: known[one] for one in FAULTS if one in known}})
    finally:
        place.close()
    return {one: known[one] for one in FAULTS if one in known}


def _known() -> dict[str, Any]:
    path = RESULTS / "faults.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["faults"] if path.exists() else {}
    return found


def _row(found: dict[str, Any]) -> str:
    seen = found["seen"]
    pages = sorted({f"{path}: {said}" for path, said in seen.items() if path not in TOOLS and str(said) != "200"})
    told = [f"programs {number} × {what}" for what, number in sorted(found["told"].items())]
    people = "; ".join([*pages, *told]) or "all answered"
    tools = [f"{name}: {seen[name]}" for name in TOOLS if name in seen and seen[name] != "200"]
    tools += [] if not found["stalls"]["found"] else [f"stalls: {found['stalls']['found']}"]
    tools += [] if not found["audit_verify_exit"] else ["audit verify: broken"]
    tools += [f"done {found['drained_seconds']} s later"] if found["drained_seconds"] is not None else ["not done"]
    lost = found["lost"] + bool(found["program_failed"])
    counts = (lost, found["doubled"], found["stuck"], found["for_a_person"])
    return " | ".join([f"| {found['fault']}", people, "; ".join(tools), *map(str, counts)]) + " |"


def put_into(page: Path, rows: dict[str, Any]) -> None:
    """Write the table between the markers of the page."""
    text = page.read_text(encoding="utf-8")
    table = f"{BEGIN}\n\n{HEAD}{''.join(_row(row) + chr(10) for row in rows.values())}\n{END}"
    page.write_text(re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: table, text, flags=re.DOTALL), "utf-8")


def main(word: str = "") -> None:
    put_into(PAGE, measure(word.split(",") if word else []))
