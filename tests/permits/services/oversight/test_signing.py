from permits.services.oversight.signing import Signature, is_signed, kid_of, sign

OLD, NEW = "an old key of the tests, long enough", "a new key of the tests, long enough"


def test_the_first_key_signs_and_every_known_key_verifies() -> None:
    made = sign([OLD], "root")

    assert made.kid == kid_of(OLD)
    assert is_signed([NEW, OLD], "root", made)
    assert not is_signed([NEW], "root", made)


def test_another_text_or_another_signature_is_refused() -> None:
    made = sign([NEW], "root")

    assert not is_signed([NEW], "other", made)
    assert not is_signed([NEW], "root", Signature(made.kid, "0" * 64))
