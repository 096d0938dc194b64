#!/usr/bin/env python3
"""The one command: run, test, check, e2e, bench, seed, or any flask command; standard library only, it makes .venv."""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / ("python.exe" if os.name == "nt" else "python"))
USAGE = """usage: python3 manage.py COMMAND

  run           the office with demo data on http://127.0.0.1:8000 (PORT and DATABASE_URL are honoured)
  test [ARGS]   every test; starts for itself what it needs
  check         linters, types, layers, dependencies, templates, stylesheets, soundness of the bundles
  format        write Python, stylesheets and templates as check wants them
  e2e [ARGS]    the browser tests only
  bench [ARGS]  benchmarks; results under bench/results/
  fonts         fetch the fonts of rare characters (Debian packages) into fonts/
  rooms         draw the rooms of the house from its imports, into docs/architecture.md
  seed demo     the demo office into a new sandbox
  --version     the version of Daokou, also before .venv is made
  anything else goes to flask: python3 manage.py --help lists what it knows
"""
# Extension B and beyond, GB 18030-2022 level 3: too large for the repository; free to embed and to hand on
FONTS = {"fonts-hanazono": "HanaMinB.ttf", "fonts-babelstone-han": "BabelStoneHan.ttf"}
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("deptry", "."),
    ("deptry", "workflows", "forms", "permits", "tasks", "--optional-dependencies-dev-groups", "dev"),
    ("djlint", "--lint", "--quiet", "templates"),
    ("python", ".ci/css.py", "--check", "static/css"),
    ("python", ".ci/templates.py", "--check", "templates"),
    ("flask", "--app", "wsgi", "bundles", "check"),
)
FORMATS = (
    ("ruff", "format", "."),
    ("python", ".ci/css.py", "static/css"),
    ("python", ".ci/templates.py", "templates"),
)
MODULES = {"bench": "bench", "rooms": "tests.house.rooms"}
# a process a core; each takes whole files, in the order of the collection: what takes longest comes first
WHOLE_SUITE = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
# tests bring their own database and settings; the shell's settings must not leak in
SETTINGS = (
    "DATABASE_URL", "DATABASE_REPLICA_URL", "REDIS_URL", "SECRET_KEY", "SANDBOX", "SANDBOX_NOW", "SANDBOX_DEMO",
    "AREA_CODE", "UPLOAD_DIR", "INSTANCE_DIR", "DOCUMENTS_DIR", "MAIL_DIR", "PORT", "PUBLIC_URL", "SMTP_URL",
    "RATE_LIMITS", "CLOCK_TOLERANCE_SECONDS", "QUIET_HOURS", "TIMEZONE", "CLAMD_URL", "UPLOAD_APPLICATION_MB",
    "UPLOAD_ACCOUNT_MB", "ANCHOR_FILE", "CHAIN_KEYS", "CODE_KEYS", "DATA_KEYS", "SECRET_KEY_FALLBACKS", "BUNDLES_DIR",
    "BIND_ADDRESS", "METRICS_TOKEN", "METRICS_DIR", "OTEL_EXPORTER_OTLP_ENDPOINT",
    "MOST_DRAFTS", "MOST_TOKENS", "MOST_OBJECTIONS", "MOST_PHOTOGRAPHS", "MOST_ADVICE",
    "SECOND_FACTOR", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME_ZH", "OIDC_NAME_EN",
    "OIDC_STAFF_CLAIM", "OIDC_NAME_CLAIM", "OIDC_USCC_CLAIM", "OIDC_COMPANY_CLAIM",
)  # fmt: skip


def digest(requirements: Path) -> str:
    """Compute the digest of a requirements list; a change triggers another install."""
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def is_installed(name: str) -> bool:
    """Return whether .venv satisfies a requirements list."""
    stamp = VENV / f".{name}.sha256"
    return stamp.exists() and stamp.read_text() == digest(ROOT / name) and Path(PYTHON).exists()


def install(name: str) -> None:
    """Install exactly the pinned, hashed packages of a list into .venv."""
    if not Path(PYTHON).exists():
        print("making .venv …", flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    print(f"installing {name} …", flush=True)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
    subprocess.run([*pip, "-r", str(ROOT / name)], check=True, cwd=ROOT)
    # requirements-dev.txt includes requirements.txt
    for installed in {"requirements.txt", name}:
        (VENV / f".{installed}.sha256").write_text(digest(ROOT / installed))


def ensure(*, tools: bool) -> None:
    """Create .venv where it is missing; exit with one sentence when that fails."""
    name = "requirements-dev.txt" if tools else "requirements.txt"
    if is_installed(name):
        return
    try:
        install(name)
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(f"could not install {name}: {error}\n(Debian and Ubuntu need the package python3-venv)")


def call(*command: str, **environment: str) -> int:
    """Run a tool of .venv and return its exit code."""
    tool, *arguments = command
    return subprocess.run(
        [str(BIN / tool), *arguments], cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode


def hand_over(*command: str) -> None:
    """Replace this process by a tool of .venv, which then gets the signals and sets the exit code."""
    tool, *arguments = command
    os.chdir(ROOT)
    sys.stdout.flush()
    # absolute path: Python finds its environment by its own path
    os.execv(BIN / tool, [str(BIN / tool), *arguments])  # noqa: S606 - our own tool, no shell


def run() -> None:
    """Serve everything from one process; without a secret this is a sandbox."""
    if not os.environ.get("SECRET_KEY"):
        os.environ.setdefault("SANDBOX", "1")
    hand_over("gunicorn", "--config", "python:tasks.embedded")


def test(arguments: list[str]) -> None:
    """Run tests, without the settings of the shell."""
    # the processes that tests start read compiled modules: they would compile the house anew, each of them
    for name in (*SETTINGS, "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    hand_over("pytest", *arguments)


def check() -> int:
    """Run every linter, also after a failure; 1 if any reports something."""
    faults = []
    for command in CHECKS:
        print(f"$ {' '.join(command)}", flush=True)
        if call(*command, SANDBOX="1", DATABASE_URL="", INSTANCE_DIR=str(ROOT / "instance" / "check")):
            faults.append(" ".join(command[:3]))
    print(f"found wanting: {', '.join(faults)}" if faults else "all checks passed")
    return 1 if faults else 0


def reformat() -> int:
    """Run every formatter; 0 if all succeed."""
    return max(call(*command) for command in FORMATS)


def immediate_answer(arguments: list[str]) -> str | None:
    """Return the usage or the version, which need no .venv; None for any other command."""
    if not arguments or arguments[0] in {"-h", "help"}:
        return USAGE
    if arguments[0] != "--version":
        return None
    # no tomllib: a Python too old for it must still reach the error that says so
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    return f"Daokou {found[1]}" if found else None


def fonts() -> int:
    """Fetch the fonts of rare characters from the packages of Debian, uninstalled; returns the exit code."""
    target = ROOT / "fonts"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target) as folder:
        try:
            for package, file in FONTS.items():
                if (target / file).exists():
                    continue
                subprocess.run(["apt-get", "-qq", "download", package], cwd=folder, check=True)  # noqa: S607
                (deb,) = Path(folder).glob(f"{package}_*.deb")
                subprocess.run(["dpkg-deb", "-x", str(deb), folder], check=True)  # noqa: S607
                next(Path(folder).rglob(file)).replace(target / file)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"fonts: {error}; put {' and '.join(FONTS.values())} into {target}, or install {', '.join(FONTS)}")
            return 1
    return 0


def main(arguments: list[str]) -> int:
    """Run the subcommand named by the first argument."""
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or later is needed")
    if arguments == ["fonts"]:
        return fonts()
    if (answer := immediate_answer(arguments)) is not None:
        print(answer)
        return 0 if arguments else 2
    command, *rest = arguments
    ensure(tools=command in {"test", "check", "format", "e2e", *MODULES})
    if command == "run":
        run()
    if command in {"test", "e2e"}:
        test(["tests/e2e", *rest] if command == "e2e" else rest or WHOLE_SUITE)
    if command in MODULES:
        hand_over("python", "-m", MODULES[command], *rest)
    if command in {"check", "format"}:
        return check() if command == "check" else reformat()
    os.environ.setdefault("SANDBOX", "0" if os.environ.get("SECRET_KEY") else "1")
    hand_over("flask", "--app", "wsgi", *arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
