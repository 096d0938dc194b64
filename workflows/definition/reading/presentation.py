"""Read how a bundle presents itself: start page, sections of questions."""

from collections.abc import Sequence

from workflows.definition.questions import Question, Section, Start
from workflows.definition.tables import Table
from workflows.errors import N_

FIRST_ICON = "file"


def start(table: Table) -> Start:
    """Read the words of the start page; what is left out is said in general words.

    Raises:
        BundleError: it is malformed.
    """
    found = Start(
        table.optional_text("title"),
        table.optional_text("lead"),
        table.optional_text("sentence"),
        table.get("icon", str, FIRST_ICON),
    )
    table.close()
    return found


def sections(tables: Sequence[Table], questions: Sequence[Question]) -> tuple[Section, ...]:
    """Read the sections of the questionnaire, in order; a question stands in one at most.

    Raises:
        BundleError: one is malformed, names no question, or one that stands in another section.
    """
    left, found = {question.key for question in questions}, []
    for table in tables:
        section = Section(table.text("title"), table.get("icon", str, FIRST_ICON), table.words("questions"))
        table.close()
        for key in section.questions:
            if key not in left:
                table.refuse(N_("%(place)s: no question called %(name)s is left for this section"), name=key)
            left.discard(key)
        found.append(section)
    return tuple(found)
