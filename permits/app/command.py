"""`daokou …`, the command of an installed package: what `manage.py` is in the repository, less its tools."""

import os
import sys
from pathlib import Path

from flask.cli import FlaskGroup

from permits.app import create_app
from permits.app.start import or_exit
from permits.config import VERSION

USAGE = """usage: daokou COMMAND

  run         pages, API and jobs in one process, with SQLite: for training and trying out
  --version   the version
  anything else is a command of the office: daokou --help lists them
"""


def main() -> None:
    """Run the command named by the first argument."""
    arguments = sys.argv[1:]
    if not arguments or arguments == ["help"]:
        sys.stdout.write(USAGE)
        raise SystemExit(0 if arguments else 2)
    if arguments == ["--version"]:
        sys.stdout.write(f"Daokou {VERSION}\n")
        return
    if arguments == ["run"]:
        # the other commands ask for the settings: an operator who forgot them must not found a sandbox
        os.environ.setdefault("SANDBOX", "0" if os.environ.get("SECRET_KEY") else "1")
        gunicorn = str(Path(sys.executable).with_name("gunicorn"))
        os.execv(gunicorn, [gunicorn, "--config", "python:tasks.embedded"])  # noqa: S606 - our own tool, no shell
    FlaskGroup(create_app=lambda: or_exit(create_app), add_default_commands=False).main(arguments, prog_name="daokou")
