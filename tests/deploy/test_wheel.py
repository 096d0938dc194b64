"""The wheel holds everything: installed into an empty environment it prepares a database, draws a page and a paper."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from permits.config import ROOT, VERSION

PARTS = ("workflows", "forms", "permits", "tasks", "templates", "static", "translations", "migrations", "deploy")
FILES = ("pyproject.toml", "setup.py", "wsgi.py", "requirements.in", "requirements-dev.in")
# one process: each reads everything anew
LOOK = """
import sys
from contextlib import suppress
from importlib.metadata import entry_points
sys.argv = ["daokou", "prepare"]
(daokou,) = entry_points(group="console_scripts", name="daokou")
with suppress(SystemExit):
    daokou.load()()
from permits.app.serving import bind, wsgi_app
from permits.config import IS_PACKED, VERSION
from tasks.embedded import workers
from wsgi import app
page = app.test_client().get("/", headers={"Accept-Language": "zh"})
style = app.test_client().get("/static/css/base.css")
print(IS_PACKED, VERSION, workers, wsgi_app, page.status_code, "道口" in page.text, style.status_code)
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Build from a copy, since the build leaves files behind; the packages Daokou needs are those of the tests."""
    source = tmp_path / "source"
    for part in PARTS:
        shutil.copytree(ROOT / part, source / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, source)
    build = ("-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path))
    subprocess.run([sys.executable, *build, str(source)], check=True, capture_output=True)
    shutil.rmtree(source)
    venv.create(tmp_path / "venv")
    (packages,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    needed = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "needed.pth").write_text("\n".join(needed), encoding="utf-8")
    (wheel,) = tmp_path.glob("*.whl")
    place = tmp_path / "venv" / "bin" / "python"
    install = ("-m", "pip", "--python", str(place), "install", "--no-deps", "--no-index", "--no-compile", str(wheel))
    subprocess.run([sys.executable, *install], check=True, capture_output=True)
    return tmp_path


def test_the_wheel_runs_in_an_empty_environment(installed: Path) -> None:
    settings = {"SANDBOX": "1", "SANDBOX_DEMO": "0", "REDIS_URL": "redis://127.0.0.1:1/0", "RATE_LIMITS": "0"}
    python = installed / "venv" / "bin" / "python"
    done = subprocess.run(
        [python, "-c", LOOK],
        check=False,
        cwd=installed,
        env={"PATH": os.environ["PATH"], **settings},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert told[-2] == "a new database is ready"
    assert told[-1].split() == ["True", VERSION, "1", "wsgi:app", "200", "True", "200"]
    assert (installed / "venv" / "bin" / "daokou").exists()
    assert (installed / "instance" / "daokou.db").exists(), "where it was started, not among the packages"
