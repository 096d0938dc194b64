"""Office files: what is wrong is told with its line, and what is written is read back as it was."""

import pytest

from permits.seeds.office import FILE, demo_area
from permits.services.administration.files import FileRefused, Problem, office_text, read_office_file

AREA = '[[areas]]\ncode = "320681"\nname = { zh = "某区", en = "A district" }\n'
PERSON = '[[areas.people]]\nusername = "han"\nname = { zh = "韩", en = "Han" }\n'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("areas = [", "1: "),
        (AREA.replace("320681", "3206"), "2: areas[0].code"),
        (AREA + "cut_off_hour = 24\n", "4: areas[0].cut_off_hour"),
        (AREA + "colour = 1\n", "4: areas[0].colour"),
        (AREA + PERSON + 'roles = ["Clerk"]\n', "7: areas[0].people[0].roles[0]"),
        (AREA + PERSON + PERSON.replace('"han"', '"a b"'), "8: areas[0].people[1].username"),
        (AREA + '[[areas.companies]]\nuscc = "123"\nname = "A"\n', "5: areas[0].companies[0].uscc"),
    ],
)
def test_a_malformed_file_is_refused_with_the_line_of_each_fault(text: str, place: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_office_file(text)

    assert [one[0] for one in refused.value.problems] == [place]


def test_a_problem_at_a_place_the_file_leaves_out_is_told_at_the_nearest_line_above() -> None:
    refused = FileRefused(AREA + PERSON, [Problem("areas[0].people[0].roles[3]", "why")]).in_file("o.toml")

    assert [one[0] for one in refused.problems] == ["o.toml:4: areas[0].people[0].roles[3]"]


def test_what_is_written_is_read_back_as_it_was() -> None:
    odd = demo_area().model_copy(update={"name": demo_area().name.model_copy(update={"zh": '引"号\\和\u2028行'})})

    assert read_office_file(office_text([odd, demo_area()])).areas == (odd, demo_area())
    assert len(office_text([demo_area()]).splitlines()) <= len(FILE.read_text("utf-8").splitlines())
