"""What a mail server answers decides: taken, later, never, or nobody knows."""

import ipaddress
import ssl
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from permits import clock
from permits.services.notifying import handing_over
from permits.services.notifying.handing_over import NeverConfirmed, NotHandedOver, RefusedForGood, by_smtp
from tests.mail_server import MailServer, Manner, mail_server
from tests.servers import free_port

WORDS = "陈建：\n\n.一行以点开头\n案件已受理。\n"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_over, "STEP_SECONDS", 0.2)
    monkeypatch.setattr(handing_over, "CONFIRM_SECONDS", 0.6)


def a_letter(to: str = "chenjian@example.com") -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "no-reply@example.com", to, "受理通知"
    letter["Message-ID"] = "<mail-1@example.com>"
    letter.set_content(WORDS)
    return letter


def hand(box: MailServer, *, may: bool = True, scheme: str = "smtp", host: str = "127.0.0.1") -> list[int]:
    """Hand a letter over; returns what the server had when it was about to get the text."""
    seen: list[int] = []

    def on_the_brink() -> bool:
        seen.append(box.texts_received)
        return may

    by_smtp(a_letter(), f"{scheme}://{host}:{box.port}", on_the_brink=on_the_brink)
    return seen


def test_a_letter_is_taken_whole_even_by_a_server_that_confirms_late() -> None:
    with mail_server() as box:
        box.manner = Manner(confirms_after=0.4)

        assert hand(box) == [0]

    assert box.ids() == ["<mail-1@example.com>"]
    assert box.letters[0].get_content() == WORDS


ANSWERS = {
    "mailbox busy": (Manner(recipient="450 4.2.1 busy"), NotHandedOver, 0),
    "greylisted at the text": (Manner(text="451 4.7.1 later"), NotHandedOver, 1),
    "wants a password": (Manner(recipient="530 5.7.0 sign in first"), NotHandedOver, 0),
    "too slow to greet": (Manner(greets_after=0.5), NotHandedOver, 0),
    "no such person": (Manner(recipient="550 5.1.1 nobody"), RefusedForGood, 0),
    "spam": (Manner(text="554 5.7.1 no"), RefusedForGood, 1),
    "hangs up after the text": (Manner(hangs_up_after_text=True), NeverConfirmed, 1),
    "never confirms": (Manner(confirms_after=1.5), NeverConfirmed, 1),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_answer_has_its_meaning(answer: str) -> None:
    manner, fault, texts = ANSWERS[answer]
    with mail_server() as box:
        box.manner = manner

        with pytest.raises(NotHandedOver if fault is RefusedForGood else fault) as raised:
            hand(box)

    assert raised.type is fault
    assert box.texts_received == texts


def test_nothing_is_sent_where_another_worker_has_the_letter_or_nobody_listens() -> None:
    with mail_server() as box:
        with pytest.raises(NotHandedOver):
            hand(box, may=False)
        assert box.letters == []

    with pytest.raises(NotHandedOver):
        hand(MailServer(port=free_port()))


def certificate(folder: Path) -> Path:
    """Make a certificate for this machine that its own authority has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = clock.wall()
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "mail.pem"
    path.write_bytes(private + made.public_bytes(pem))
    return path


def test_a_letter_goes_encrypted_to_a_server_that_proves_who_it_is_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with mail_server(context) as box, mail_server() as plain:
        with pytest.raises(NotHandedOver, match="CERTIFICATE_VERIFY_FAILED"):
            hand(box, scheme="smtp+starttls", host="localhost")
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))

        hand(box, scheme="smtp+starttls", host="localhost")
        with pytest.raises(NotHandedOver):
            hand(plain, scheme="smtp+starttls")
        with pytest.raises(NotHandedOver):
            hand(plain, scheme="smtps")

    assert (len(box.letters), box.was_encrypted, plain.letters) == (1, True, [])
