"""Settings, read once from the environment; each malformed one is reported in one sentence."""

import hmac
import os
import re
import secrets
import sys
import tomllib
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    DirectoryPath,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from permits.keys import LEAST_DIFFERENT, SHORTEST_KEY, SHORTEST_SECRET, Keys, Ring, is_weak, ring_of

HOUSE = Path(__file__).resolve().parent
ROOT = HOUSE.parent
# in a wheel the folders that stand beside the packages of the repository lie in here
PACKED = HOUSE / "shipped"
IS_PACKED = PACKED.is_dir()
INSTANCE = (Path.cwd() if IS_PACKED else ROOT) / "instance"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def shipped(name: str) -> Path:
    """Return a folder of the product that holds no code: templates, static files, translations, migrations."""
    return (PACKED if IS_PACKED else ROOT) / name


def _version() -> str:
    if IS_PACKED:
        return metadata.version("daokou")
    project: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["version"]


VERSION = _version()


def _scheme(*allowed: str) -> AfterValidator:
    """Accept a URL that starts with one of `allowed`."""

    def check(value: str) -> str:
        if value and (value.partition("://")[0] not in allowed or not value.partition("://")[2]):
            raise ValueError(f"must be an address beginning with {' or '.join(f'{name}://' for name in allowed)}")
        return value

    return AfterValidator(check)


def _driver(url: str) -> str:
    """Add the driver to the URL, so that providers' URLs work unchanged."""
    return re.sub(r"^(postgres|postgresql)://", "postgresql+psycopg://", url)


DatabaseUrl = Annotated[str, _scheme("sqlite", "postgresql", "postgres", "postgresql+psycopg"), AfterValidator(_driver)]
RedisUrl = Annotated[str, _scheme("redis", "rediss", "unix")]
ClamdUrl = Annotated[
    str, StringConstraints(pattern=r"^(tcp://(\[[0-9A-Fa-f:]+\]|[^\s/:\[\]]+):\d{1,5}|unix:///[^\s]+)$")
]


class Settings(BaseSettings):
    """The operator's settings; every default suits `manage.py run`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: DatabaseUrl = ""
    database_replica_url: DatabaseUrl | None = None
    redis_url: RedisUrl | None = None
    secret_key: str = ""
    secret_key_fallbacks: str = ""
    sandbox: bool = False
    sandbox_now: datetime | None = None
    sandbox_demo: bool = True
    area_code: str = Field(default="320699", pattern=r"^\d{6}$")
    timezone: Literal["Asia/Shanghai"] = "Asia/Shanghai"
    instance_dir: Path = INSTANCE
    upload_dir: Path = Path()
    documents_dir: Path = Path()
    mail_dir: Path = Path()
    anchor_file: Path = Path()
    bundles_dir: DirectoryPath | None = None
    chain_keys: str = ""
    code_keys: str = ""
    data_keys: str = ""
    bind_address: str = Field(default="127.0.0.1", pattern=r"^(unix:/\S+|[0-9A-Za-z.:-]+|\[[0-9A-Fa-f:]+\])$")
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: Annotated[str, _scheme("http", "https")] = ""
    smtp_url: Annotated[str, _scheme("smtp", "smtp+starttls", "smtps")] | None = None
    clamd_url: ClamdUrl | None = None
    upload_application_mb: int = Field(default=500, ge=20)
    upload_account_mb: int = Field(default=2000, ge=20)
    most_drafts: int = Field(default=50, ge=1)
    most_tokens: int = Field(default=20, ge=1)
    most_objections: int = Field(default=5, ge=1)
    most_photographs: int = Field(default=300, ge=1)
    most_advice: int = Field(default=5000, ge=1)
    rate_limits: bool = True
    metrics_token: str = Field(default="", pattern=r"^([\x21-\x7e]{16,})?$")
    metrics_dir: Path = Path()
    otel_exporter_otlp_endpoint: Annotated[str, _scheme("http", "https")] = ""
    clock_tolerance_seconds: float = Field(default=600, gt=0)
    oidc_issuer: Annotated[str, _scheme("http", "https")] = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name_zh: str = ""
    oidc_name_en: str = ""
    oidc_staff_claim: str = ""
    oidc_name_claim: str = "name"
    oidc_uscc_claim: str = ""
    oidc_company_claim: str = ""
    second_factor: Literal["optional", "staff"] = "optional"
    quiet_hours: str = Field(default="22:00-08:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")

    @field_validator("sandbox_now")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        """Read a moment without a zone as one in the office's zone."""
        return value.replace(tzinfo=ZoneInfo("Asia/Shanghai")) if value is not None and value.tzinfo is None else value

    @model_validator(mode="after")
    def _fill(self) -> Self:
        """Default unset paths to the instance folder."""
        # the frozen model is filled once, here, before it is shared
        fill: dict[str, Any] = {
            "database_url": self.database_url or f"sqlite:///{self.instance_dir / 'daokou.db'}",
            "public_url": (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/"),
        }
        for name in ("upload", "documents", "mail", "metrics"):
            folder: Path = getattr(self, f"{name}_dir")
            fill[f"{name}_dir"] = folder if folder != Path() else self.instance_dir / name
        if self.anchor_file == Path():
            fill["anchor_file"] = self.instance_dir / "anchors" / "chain.jsonl"
        self.__dict__.update(fill)
        return self

    @model_validator(mode="after")
    def _key(self) -> Self:
        """Require a secret in production; the sandbox generates its own."""
        if not self.sandbox and is_weak(self.secret_key, shortest=SHORTEST_SECRET):
            raise ValueError(
                f"SECRET_KEY must be set, with at least {SHORTEST_SECRET} characters, {LEAST_DIFFERENT} different ones"
                " among them (SANDBOX=1 runs without one)"
            )
        return self

    @model_validator(mode="after")
    def _client(self) -> Self:
        """Require what an identity service asks for, over a line that nobody reads."""
        parts = urlsplit(self.oidc_issuer)
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError("OIDC_ISSUER must begin with https:// (http:// is for this machine alone)")
        if self.oidc_issuer and not self.oidc_client_id:
            raise ValueError("OIDC_CLIENT_ID must be set with OIDC_ISSUER")
        return self

    @field_validator("chain_keys", "code_keys", "data_keys", "secret_key_fallbacks")
    @classmethod
    def _strong_keys(cls, value: str, info: ValidationInfo) -> str:
        """Refuse keys that can be guessed; a former key may be as short as a SECRET_KEY was."""
        for place, key in enumerate(ring_of(value)):
            is_former = info.field_name == "secret_key_fallbacks" or (place > 0 and info.field_name != "chain_keys")
            shortest = SHORTEST_SECRET if is_former else SHORTEST_KEY
            if is_weak(key, shortest=shortest):
                raise ValueError(
                    f"must be keys separated by commas: number {place + 1} needs at least {shortest} characters,"
                    f" {LEAST_DIFFERENT} different ones among them"
                )
        return value

    @property
    def secrets(self) -> Ring:
        """Return the keys of sessions, the signing one first; a ring that is not set is made of them."""
        return (self.secret_key, *ring_of(self.secret_key_fallbacks))

    @property
    def chain_key_ring(self) -> Ring:
        """Return the keys of heads and roots, the signing one first; without any, those derived from the secrets."""
        purpose = b"heads of the event chains"
        return ring_of(self.chain_keys) or tuple(
            hmac.new(key.encode(), purpose, "sha256").hexdigest() for key in self.secrets
        )

    @property
    def keys(self) -> Keys:
        """Return the rings for verification codes and for data at rest."""
        return Keys(codes=ring_of(self.code_keys) or self.secrets, data=ring_of(self.data_keys) or self.secrets)

    @property
    def bind(self) -> str:
        """Return where the web processes listen, as gunicorn writes it."""
        address = self.bind_address
        if address.startswith("unix:"):
            return address
        return f"[{address}]:{self.port}" if address.count(":") > 1 and address[0] != "[" else f"{address}:{self.port}"

    @property
    def is_sqlite(self) -> bool:
        """Return whether the database is SQLite."""
        return self.database_url.startswith("sqlite")

    @property
    def is_embedded(self) -> bool:
        """Return whether jobs run inside the web process."""
        return self.redis_url is None


def _sandbox_key(folder: Path) -> str:
    """Return the sandbox's generated key, which survives a restart."""
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii")


def _sentences(error: ValidationError) -> list[str]:
    """Describe each fault in one line without the value, which may be a secret."""
    lines = []
    for fault in error.errors(include_url=False, include_input=False):
        name = str(fault["loc"][0]).upper() if fault["loc"] else ""
        lines.append(f"{name} {fault['msg'].removeprefix('Value error, ')}".strip())
    return lines


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        SystemExit: a setting is malformed (exit 2); each fault is printed on stderr in one sentence.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        for line in _sentences(error):
            sys.stderr.write(f"settings: {line}\n")
        raise SystemExit(2) from None
    if settings.sandbox and not settings.secret_key:
        return settings.model_copy(update={"secret_key": _sandbox_key(settings.instance_dir)})
    return settings
