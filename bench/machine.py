"""Describe the measuring machine and store results."""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

RESULTS = Path(__file__).parent / "results"


def machine(url: str | None = None) -> dict[str, Any]:
    """Describe the machine and its versions; with `url` also the database server."""
    found: dict[str, Any] = {
        "cores": os.cpu_count(),
        "load_average_before": [round(value, 1) for value in os.getloadavg()],
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlalchemy": version("sqlalchemy"),
        "psycopg": version("psycopg"),
    }
    if url:
        with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://", 1)) as conn:
            for name in ("server_version", "fsync", "synchronous_commit", "shared_buffers"):
                row = conn.execute("select current_setting(%s)", (name,)).fetchone()
                found[f"postgresql_{name}"] = row[0] if row else None
    return found


def write(name: str, result: dict[str, Any]) -> None:
    """Write a result file."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
