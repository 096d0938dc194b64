from dataclasses import replace

import pytest

from permits.keys import Keys, Unreadable

NUMBER = "32011319900307123X"
OLD = Keys(codes=("c",), data=("the first data key",))
NEW = replace(OLD, data=("the second data key", *OLD.data))


def test_a_text_is_read_again_and_never_looks_the_same() -> None:
    tokens = {OLD.encrypt(NUMBER) for _ in range(3)}

    assert len(tokens) == 3
    assert {OLD.decrypt(token) for token in tokens} == {NUMBER}
    assert not any(NUMBER in token for token in tokens)


def test_a_new_key_reads_what_a_former_one_wrote_and_rotates_it() -> None:
    token = OLD.encrypt(NUMBER)
    rotated = NEW.rotate(token)

    assert NEW.decrypt(token) == NUMBER
    assert replace(NEW, data=NEW.data[:1]).decrypt(rotated) == NUMBER
    with pytest.raises(Unreadable):
        OLD.decrypt(rotated)


def test_a_token_that_was_changed_or_whose_key_is_gone_is_refused() -> None:
    token = OLD.encrypt(NUMBER)

    for keys, given in ((replace(OLD, data=("another key",)), token), (OLD, token[:-4] + "AAAA"), (OLD, "中文")):
        with pytest.raises(Unreadable):
            keys.decrypt(given)
        with pytest.raises(Unreadable):
            keys.rotate(given)


def test_codes_and_data_have_nothing_in_common() -> None:
    assert replace(OLD, codes=("other",)).decrypt(OLD.encrypt(NUMBER)) == NUMBER
    assert replace(OLD, data=("other",)).sign_code(NUMBER) == OLD.sign_code(NUMBER)
