import hashlib

import pytest

from permits.errors import Conflict, Forbidden, Invalid, NotFound, UnsupportedMedia
from permits.models import Material
from permits.services.changing import materials
from permits.services.files.uploads import examine
from permits.services.filing import applications
from tests.offices import PDF
from tests.permits.lives import Life

EXE = b"MZ\x90\x00" + bytes(200)


def _add(life: Life, filed: int, *, code: str = "M01", name: str = "a.pdf", data: bytes = PDF, who: str = "") -> object:
    file = examine(name, data, otherwise=code)
    return life.act(who or "contractor", materials.add_material, filed, code=code, file=file, store=life.store)


def test_a_paper_is_kept_whole_with_its_hash(life: Life) -> None:
    filed = life.draft(papers=False)

    kept = life.hand_in(filed, "M01")

    (row,) = life.rows(Material, filed)
    assert (kept.version, kept.sha256, kept.size_bytes) == (1, hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert (row.media_type, row.file_name) == ("application/pdf", "M01.pdf")
    assert life.store.get(row.storage_key) == PDF


def test_a_newer_version_stands_beside_the_older(life: Life) -> None:
    filed = life.draft(papers=False)
    life.hand_in(filed, "M01")

    assert life.hand_in(filed, "M01").version == 2
    assert [row.version for row in life.rows(Material, filed)] == [1, 2]


def test_a_refused_file_leaves_nothing_behind(life: Life) -> None:
    filed = life.draft(papers=False)

    with pytest.raises(UnsupportedMedia):
        _add(life, filed, data=EXE)

    assert not life.rows(Material, filed)
    assert not life.store.root.exists()


@pytest.mark.parametrize("code", ["M99", "M20"], ids=["unknown", "not-needed-here"])
def test_a_paper_nobody_asked_for_is_refused(life: Life, code: str) -> None:
    filed = life.draft(papers=False)

    with pytest.raises(Invalid):
        _add(life, filed, code=code)


def test_papers_come_from_the_applicant_while_they_are_awaited(life: Life) -> None:
    filed = life.submitted()
    with pytest.raises(Forbidden):
        _add(life, filed, who="window")

    accepted = life.accepted()
    with pytest.raises(Conflict) as refused:
        _add(life, accepted)

    assert refused.value.code == "action_not_open"


def test_a_name_with_folders_loses_them(life: Life) -> None:
    filed = life.draft(papers=False)

    _add(life, filed, name="..\\..\\etc/passwd/plan.pdf")

    assert life.rows(Material, filed)[0].file_name == "plan.pdf"


def test_a_file_is_removed_until_it_is_handed_in_and_stays_on_record(life: Life) -> None:
    filed = life.draft(papers=False)
    first, second = life.hand_in(filed, "M01"), life.hand_in(filed, "M01")

    life.act("contractor", materials.remove_material, filed, second.id)

    with pytest.raises(NotFound):
        life.act("contractor", materials.remove_material, filed, second.id)
    assert life.look("contractor", filed, lambda case: dict(case.materials)) == {"M01": 1}
    assert [row.removed_at is None for row in life.rows(Material, filed)] == [True, False]
    assert life.hand_in(filed, "M01").version == 3
    life.act("contractor", applications.submit, filed)
    with pytest.raises(Conflict) as refused:
        life.act("contractor", materials.remove_material, filed, first.id)
    assert refused.value.code == "action_not_open"


def test_a_removed_file_gives_its_room_back_but_the_number_of_files_is_bounded(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(materials, "MOST_FILES", 1)
    monkeypatch.setattr(materials, "MOST_REMOVED", 1)
    filed = life.draft(papers=False)

    first = life.hand_in(filed, "M01")
    with pytest.raises(Conflict, match="at most 1 files"):
        life.hand_in(filed, "M01")
    life.act("contractor", materials.remove_material, filed, first.id)
    life.act("contractor", materials.remove_material, filed, life.hand_in(filed, "M01").id)
    with pytest.raises(Conflict, match="at most 1 files"):
        life.hand_in(filed, "M01")
