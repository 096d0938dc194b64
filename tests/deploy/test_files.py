"""What the files of deploy/ name exists: settings, queues, modules, folders; their own tools take them where there."""

import re
import shlex
import shutil
import subprocess
import tomllib
from configparser import ConfigParser
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from flask_openapi3.openapi import OpenAPI

from permits.config import ROOT, Settings
from permits.queue import QUEUES

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = DEPLOY / "container" / "compose.yaml"
NAMED = re.compile(r"^\s*#?([A-Z][A-Z_]+)[=:] ?", re.MULTILINE)
# what gunicorn and the images read
FOREIGN = {"WEB_CONCURRENCY", "UPSTREAM", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "HOST_NAME"}
NEEDED = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PUBLIC_URL", "AREA_CODE", "SMTP_URL", "INSTANCE_DIR"}
COMMAND = re.compile(r"command: \[(.+)\]$", re.MULTILINE)


def started() -> dict[str, list[str]]:
    """Return the command of every unit and of every service of ours."""
    found = {path.stem: shlex.split(section(path)["ExecStart"].replace("%%", "%")) for path in UNITS}
    text = COMPOSE.read_text(encoding="utf-8")
    for number, line in enumerate(COMMAND.findall(text)):
        words = [word.strip('" ') for word in re.findall(r'"[^"]*"|[^, ]+', line)]
        if words[0] != "caddy":
            found[f"compose {number}"] = words
    return found


def section(path: Path) -> dict[str, str]:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return dict(parser["Service"])


def faults(words: list[str]) -> list[str]:
    """List what a command names and does not exist."""
    pairs = list(pairwise(words))
    modules = [value.removeprefix("python:") for name, value in pairs if name in {"-c", "-A"}]
    queues = [queue for name, value in pairs if name == "-Q" for queue in value.split(",")]
    missing = [module for module in modules if find_spec(module) is None]
    return missing + [queue for queue in queues if queue not in QUEUES]


@pytest.mark.parametrize(("name", "words"), started().items())
def test_a_process_is_started_with_what_there_is(name: str, words: list[str]) -> None:
    assert Path(words[0]).name in {"gunicorn", "celery", "daokou"}
    assert faults(words) == []


def test_a_module_and_a_queue_that_are_not_there_are_found() -> None:
    words = shlex.split("celery -A tasks.gone worker -Q periodic,lost")

    assert faults(words) == ["tasks.gone", "lost"]


def test_every_queue_has_its_worker_in_either_way() -> None:
    for kind in ("daokou-", "compose"):
        lines = [words for name, words in started().items() if name.startswith(kind)]
        taken = {queue for words in lines if "-Q" in words for queue in words[words.index("-Q") + 1].split(",")}
        assert taken == set(QUEUES)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_is_confined_and_logs_to_the_journal(path: Path) -> None:
    unit = section(path)

    assert (unit["StandardOutput"], unit["StandardError"]) == ("journal", "journal")
    assert (unit["User"], unit["EnvironmentFile"]) == ("daokou", "/etc/daokou/daokou.env")
    assert (unit["ProtectSystem"], unit["NoNewPrivileges"], unit["UMask"]) == ("strict", "yes", "0077")
    assert unit["RestartPreventExitStatus"] == "2", "or a set-up that cannot serve is started for ever"
    folders = (DEPLOY / "systemd" / "daokou.tmpfiles").read_text(encoding="utf-8")
    named = [unit["WorkingDirectory"], *unit["ReadWritePaths"].split()]
    assert [folder for folder in named if not re.search(rf"^d {folder} ", folders, re.MULTILINE)] == []


@pytest.mark.parametrize("path", [DEPLOY / "daokou.env", COMPOSE], ids=lambda path: path.name)
def test_every_setting_named_exists_and_none_that_is_needed_is_left_out(path: Path) -> None:
    named = set(NAMED.findall(path.read_text(encoding="utf-8")))

    assert named - {name.upper() for name in Settings.model_fields} - FOREIGN == set()
    assert named >= NEEDED


def test_compose_asks_for_what_its_sample_gives() -> None:
    asked = set(re.findall(r"\$\{(\w+)\}", COMPOSE.read_text(encoding="utf-8")))

    assert asked == set(NAMED.findall((COMPOSE.parent / "sample.env").read_text(encoding="utf-8")))


def test_the_proxies_pass_what_the_app_reads_and_take_what_it_takes() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")

    for header in ("X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme", "X-Forwarded-Host $host", "Host $host"):
        assert f"proxy_set_header {header};" in nginx
    assert ("max_size 600MB" in caddy, "client_max_body_size 600m;" in nginx) == (True, True)
    assert "health_uri /readyz" in caddy


def test_the_office_to_begin_with_is_one(app: OpenAPI) -> None:
    text = (DEPLOY / "office.toml").read_text(encoding="utf-8")
    (area,) = tomllib.loads(text)["areas"]

    told = app.test_cli_runner().invoke(args=["office", "apply", str(DEPLOY / "office.toml"), "--dry-run"])

    assert (told.exit_code, told.stderr) == (0, "")
    assert f"AREA_CODE={area['code']}\n" in (DEPLOY / "daokou.env").read_text(encoding="utf-8")


def checked(*command: str, cwd: Path) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not there")
    done = subprocess.run(command, check=False, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_caddy_takes_its_file(tmp_path: Path) -> None:
    checked("caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile"), cwd=tmp_path)


def test_nginx_takes_its_file(tmp_path: Path) -> None:
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    # a certificate is the machine's own
    site = re.sub(r"^ *ssl_certificate.*\n", "", site.replace("listen 443 ssl http2", "listen 443"), flags=re.MULTILINE)
    (tmp_path / "site.conf").write_text(site, encoding="utf-8")
    whole = (
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; include {tmp_path}/site.conf; }}"
    )
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    checked("nginx", "-t", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path), cwd=tmp_path)


def test_systemd_takes_its_units(tmp_path: Path) -> None:
    for path in UNITS:
        text = re.sub(r"/opt/daokou/bin/\w+", "/bin/true", path.read_text(encoding="utf-8"))
        (tmp_path / path.name).write_text(re.sub(r"^(User|Group)=daokou$", r"\1=root", text, flags=re.MULTILINE))
    checked("systemd-analyze", "verify", *(str(tmp_path / path.name) for path in UNITS), cwd=tmp_path)
