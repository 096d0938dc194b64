"""A lifecycle file is read whole, and one that names what it does not have is refused."""

from pathlib import Path

import pytest

from workflows.definition.lifecycles import FOLDER, NAMES, Lifecycle, read_lifecycle
from workflows.errors import BundleError

LICENCE = (FOLDER / "licence.toml").read_text(encoding="utf-8")
ACTION = '\n[[action]]\nname = "{name}"\nlabel = {{ zh = "动", en = "Act" }}\nfrom = ["{source}"]\nroles = ["system"]\n'


@pytest.fixture
def licence() -> Lifecycle:
    return read_lifecycle(FOLDER / "licence.toml")


def added(folder: Path, more: str) -> Path:
    path = folder / "licence.toml"
    path.write_text(LICENCE + more, encoding="utf-8")
    return path


def test_the_house_names_each_of_its_files() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(NAMES)


def test_an_action_without_a_target_stays_where_it_is() -> None:
    urge = next(one for one in read_lifecycle(FOLDER / "application.toml").actions if one.name == "urge")

    assert (urge.to, urge.target("received")) == ("", "received")


def test_moves_are_listed_by_the_state_they_leave(licence: Lifecycle) -> None:
    assert [one.name for one in licence.actions_from("expired")] == ["cancel"]
    assert licence.actions_from("cancelled") == ()
    assert "cancelled" in licence.final


def test_unknown_states_and_actions_are_no_silent_misses(licence: Lifecycle) -> None:
    with pytest.raises(KeyError, match="lost"):
        licence.state("lost")
    with pytest.raises(KeyError, match="burn"):
        licence.label("burn")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (ACTION.format(name="burn", source="lost"), "action burn: no state lost"),
        (ACTION.format(name="burn", source="expired") + 'to = "ashes"\n', "action burn: no state ashes"),
        (ACTION.format(name="burn", source="expired") + 'colour = "red"\n', "action burn: unknown field colour"),
        (ACTION.format(name="cancel", source="expired"), "action cancel: stands twice from expired"),
        ('[[action]]\nname = "burn"\n', "label"),
        ("[[action", "licence.toml"),
    ],
    ids=["source", "target", "field", "twice", "missing", "no-toml"],
)
def test_a_fault_in_a_file_is_named(tmp_path: Path, more: str, sentence: str) -> None:
    with pytest.raises(BundleError) as refused:
        read_lifecycle(added(tmp_path, more))

    assert str(refused.value).startswith("licence.toml: ")
    assert sentence in str(refused.value)
