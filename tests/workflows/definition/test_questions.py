import pytest

from workflows.definition.questions import Text


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Road"), ("en_GB", "Road"), ("zh", "道路"), ("fr", "道路"), ("", "道路")]
)
def test_every_language_but_english_reads_chinese(lang: str, said: str) -> None:
    assert Text("道路", "Road").get(lang) == said
