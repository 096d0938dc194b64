import pytest

from permits.config import Settings, load_settings

KEY = "0123456789abcdef"
STRONG = "fedcba9876543210-a-key-long-enough"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db/x"),
        ("DATABASE_URL", "postgresql://"),
        ("REDIS_URL", "http://redis"),
        ("SANDBOX", "perhaps"),
        ("SANDBOX_NOW", "tomorrow"),
        ("AREA_CODE", "32069"),
        ("TIMEZONE", "UTC"),
        ("PORT", "65536"),
        ("BIND_ADDRESS", "all of them"),
        ("PUBLIC_URL", "permits.example"),
        ("SMTP_URL", "mail.example"),
        ("OIDC_ISSUER", "http://id.example.cn"),
        ("OIDC_ISSUER", "https://id.example.cn"),  # without OIDC_CLIENT_ID
        ("SECOND_FACTOR", "everybody"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "aaaaaaaaaaaaaaaaaaaaaaaa"),
        ("SECRET_KEY_FALLBACKS", "short"),
        ("CHAIN_KEYS", "a" * 40),
        ("CHAIN_KEYS", f"{STRONG},{KEY}"),
        ("CODE_KEYS", KEY),
        ("CODE_KEYS", f"{STRONG},short"),
        ("DATA_KEYS", KEY),
        ("DATA_KEYS", f"{STRONG},aaaaaaaaaaaaaaaaaaaaaaaa"),
    ],
)
def test_a_malformed_setting_stops_the_start_and_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv("SECRET_KEY", KEY)
    monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit) as stopped:
        load_settings()

    assert stopped.value.code == 2
    assert name in capsys.readouterr().err


def test_a_fault_is_told_without_the_value_which_may_be_a_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SECRET_KEY", KEY)
    monkeypatch.setenv("DATABASE_URL", "oracle://scott:tiger@db/x")

    with pytest.raises(SystemExit):
        load_settings()

    assert "tiger" not in capsys.readouterr().err


def test_production_without_a_key_does_not_start() -> None:
    with pytest.raises(SystemExit):
        load_settings()


def test_the_sandbox_makes_a_key_of_its_own_that_survives_a_restart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("SANDBOX", "1")
    monkeypatch.setenv("INSTANCE_DIR", str(tmp_path))

    first, second = load_settings(), load_settings()

    assert len(first.secret_key) >= 16
    assert first.secret_key == second.secret_key


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_addresses_of_postgresql_name_the_driver_whatever_the_provider_hands_out(scheme: str) -> None:
    settings = Settings(secret_key=KEY, database_url=f"{scheme}://u:p@db/x")

    assert settings.database_url == "postgresql+psycopg://u:p@db/x"


def test_a_moment_without_a_zone_is_one_of_the_office() -> None:
    settings = Settings(secret_key=KEY, sandbox=True, sandbox_now="2026-05-06T09:00")

    assert settings.sandbox_now.isoformat() == "2026-05-06T09:00:00+08:00"


@pytest.mark.parametrize(
    ("address", "bound"),
    [
        ("127.0.0.1", "127.0.0.1:8000"),
        ("10.0.0.5", "10.0.0.5:8000"),
        ("::", "[::]:8000"),
        ("[::1]", "[::1]:8000"),
        ("unix:/run/daokou/web.sock", "unix:/run/daokou/web.sock"),
    ],
)
def test_web_processes_listen_where_the_settings_say(address: str, bound: str) -> None:
    assert Settings(secret_key=KEY, bind_address=address).bind == bound


def test_a_ring_that_is_not_set_is_the_secret_and_its_fallbacks() -> None:
    settings = Settings(secret_key=KEY, secret_key_fallbacks="former secret of an office")

    assert settings.keys.codes == settings.keys.data == (KEY, "former secret of an office")
    assert len(set(settings.chain_key_ring)) == 2


def test_a_ring_that_is_set_takes_a_former_secret_at_its_end_and_shows_no_key() -> None:
    settings = Settings(secret_key=KEY[::-1], code_keys=f"{STRONG}, {KEY}")

    assert settings.keys.codes == (STRONG, KEY)
    assert settings.keys.data == (KEY[::-1],)
    assert STRONG not in repr(settings.keys)
