import pytest

from permits.services.house.federation.fetching import is_safe


@pytest.mark.parametrize(
    ("url", "is_so"),
    [
        ("https://id.example.cn/token", True),
        ("http://localhost:8080/token", True),
        ("http://127.0.0.1/token", True),
        ("http://id.example.cn/token", False),
        ("http://localhost.example.cn/token", False),
        ("http://127.0.0.1@id.example.cn/token", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_a_service_is_called_over_tls_but_on_this_machine(url: str, is_so: bool) -> None:
    assert is_safe(url) == is_so
