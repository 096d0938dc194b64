"""What nothing reads is a warning."""

from tests.workflows.checking.test_files import changed, check

DEPARTMENT = 'parks = { name = { zh = "园林", en = "P" }, short = { zh = "园", en = "P" }, limit_working_days = 1 }\n'


def test_declared_things_that_nothing_reads_are_told() -> None:
    text = changed(
        ("[departments]\n", f"[departments]\n{DEPARTMENT}"),
        ("[derived]\n", '[derived]\nis_big = "area_m2 > 500.0"\n'),
        (
            'inputs = ["site", "answers.kitchen", "answers.opens_on", "R03"',
            'inputs = ["site", "answers.kitchen", "R03"',
        ),
        ("[refusal_codes]\nconditions_not_met", "[refusal_codes]\nother"),
        ('art. 38(2)" } }\nkitchen', 'art. 38(2)" }, permits = ["signboard", "drainage"] }\nkitchen'),
    )
    warned = {(fault.place, fault.sentence) for fault in check(text).warnings}

    assert warned >= {
        ("departments.parks", "nothing reads parks"),
        ("derived.is_big", "nothing reads is_big"),
        ("facts.seats", "nothing reads seats"),
        ("questions[2]", "no fact and no work rests on the answer to opens_on"),
        ("refusal_codes", "no reason lets anybody refuse fire-inspection"),
    }
