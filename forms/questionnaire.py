"""The questionnaire as a form: built from a bundle's questions, read back as answers."""

import dataclasses
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField, SelectField, StringField
from wtforms.form import BaseForm

from forms.fields import MultiCheckboxField, TypedDayField, offered, row_numbers
from workflows import MAX_ROWS, Bundle, Question
from workflows import Section as DeclaredSection

MOST_RADIOS = 4
YES, NO = "yes", "no"
NESTED = frozenset({"group", "list"})


@dataclass(slots=True)
class Node:
    """One question: its control, and the questions that follow a yes."""

    question: Question
    name: str
    unit: str
    field: Field | None = None
    children: list["Node"] = dataclasses.field(default_factory=list)
    rows: list[list["Node"]] = dataclasses.field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A group of questions."""

    title: str
    icon: str
    nodes: list[Node]


def is_toggled(question: Question) -> bool:
    """Return whether a yes/no question precedes the group; one without required questions is always open."""
    return question.kind == "list" or (question.kind == "group" and any(one.required for one in question.fields))


class Questionnaire:
    """The questions of a bundle with the answers given so far."""

    def __init__(
        self,
        questions: Sequence[Question],
        lang: str,
        answers: Mapping[str, object],
        *,
        sections: Sequence[DeclaredSection] = (),
        more: str = "",
        stage: str = "screening",
    ) -> None:
        """Show `answers`; the list named `more` gets another empty row; `stage` determines the required answers.

        Questions outside the `sections` stand in one of their own, after them.
        """
        self.questions, self._lang = questions, lang
        self._due = {"screening", stage}
        self._data = typed(questions, answers)
        self._controls: dict[str, object] = {}
        self._is_full = False
        nodes = self._nodes(questions, "", more)
        self._form = BaseForm(self._controls)
        self._form.process(self._data)
        self._bind(nodes)
        if self._is_full:
            self.blame([(more, gettext("Enter at most %(maximum)s rows", maximum=MAX_ROWS))])
        self.sections = self._sectioned(sections, nodes)

    @classmethod
    def of(
        cls, bundle: Bundle, lang: str, answers: Mapping[str, object], *, more: str = "", stage: str = "screening"
    ) -> Self:
        """Ask the questions of a bundle in its sections."""
        return cls(bundle.questions, lang, answers, sections=bundle.sections, more=more, stage=stage)

    def __iter__(self) -> Iterator[Field]:
        return iter(self._form)

    @property
    def errors(self) -> dict[str, Sequence[str]]:
        """The errors, by control name."""
        return {one.name: one.errors for one in self._form if one.errors}

    def blame(self, problems: Iterable[tuple[str, str]]) -> list[str]:
        """Attach each (path, sentence) to its control; returns the sentences without one."""
        homeless = []
        for path, sentence in problems:
            name = path.replace(".", "-")
            while name and name not in self._form:
                name = name.rpartition("-")[0]
            if name:
                control = self._form[name]
                control.errors = [*control.errors, sentence]
            else:
                homeless.append(sentence)
        return homeless

    def _nodes(self, questions: Sequence[Question], prefix: str, more: str) -> list[Node]:
        return [self._node(question, f"{prefix}{question.key}", more) for question in questions]

    def _node(self, question: Question, name: str, more: str) -> Node:
        node = Node(question, name, question.unit.get(self._lang) if question.unit else "")
        if question.kind == "list":
            for index in range(self._rows_shown(name, more)):
                node.rows.append(self._nodes(question.fields, f"{name}-{index}-", more))
        elif question.kind in {"group", "period"}:
            node.children = self._nodes(question.fields, f"{name}-", more)
        if question.kind not in {"group", "period"} or is_toggled(question):
            self._controls[name] = _control(question, self._lang)
        return node

    def _rows_shown(self, name: str, more: str) -> int:
        """Count the rows to draw: all that were typed, and one more where it is asked for and the list is not full."""
        count = len(row_numbers(self._data, name)) or 1
        if more != name:
            return count
        self._is_full = count >= MAX_ROWS
        return count if self._is_full else count + 1

    def _sectioned(self, declared: Sequence[DeclaredSection], nodes: Sequence[Node]) -> list[Section]:
        """Group the questions into sections; a question that depends on a yes is nested under its parent."""
        by_key = {node.question.key: node for node in nodes}
        nested = set(_nested(self.questions, by_key))
        placed = {key for one in declared for key in one.questions} | nested
        left = [node for key, node in by_key.items() if key not in placed]
        found = [
            Section(one.title.get(self._lang), one.icon, [by_key[key] for key in one.questions if key in by_key])
            for one in declared
        ]
        rest = Section(gettext("More questions") if declared else gettext("Questions"), "question", left)
        return [section for section in [*found, rest] if section.nodes]

    def _bind(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if node.name in self._form:
                node.field = self._form[node.name]
                if node.question.required in self._due:
                    node.field.flags.required = True
            self._bind(node.children)
            for row in node.rows:
                self._bind(row)


def _control(question: Question, lang: str) -> Field:
    label = question.label.get(lang)
    help_text = question.hint.get(lang) if question.hint else ""
    options = [(str(option.value), option.label.get(lang)) for option in question.options]
    if question.kind in NESTED or question.kind == "flag":
        answers = [(YES, gettext("Yes")), (NO, gettext("No"))]
        return RadioField(label, description=help_text, choices=offered(answers), validate_choice=False)
    if question.kind == "choices":
        return MultiCheckboxField(label, description=help_text, choices=offered(options), validate_choice=False)
    if question.kind == "choice" and len(options) <= MOST_RADIOS:
        return RadioField(label, description=help_text, choices=offered(options), validate_choice=False)
    if question.kind == "choice":
        first = ("", gettext("Please choose"))
        return SelectField(label, description=help_text, choices=offered([first, *options]), validate_choice=False)
    kind = TypedDayField if question.kind == "date" else StringField
    keyboard = {"number": "decimal", "integer": "numeric"}.get(question.kind)
    return kind(label, description=help_text, render_kw={"inputmode": keyboard} if keyboard else None)


def _nested(questions: Sequence[Question], by_key: Mapping[str, Node]) -> Iterator[str]:
    """Move each question that depends on a yes under its parent; yields its key."""
    for question in questions:
        for shown in question.shown_when:
            home = by_key.get(shown.question)
            if home is not None and is_toggled(home.question):
                home.children.append(by_key[question.key])
                yield question.key


def typed(questions: Sequence[Question], answers: Mapping[str, object], prefix: str = "") -> MultiDict[str, str]:
    """Encode answers as a browser would send them."""
    data: MultiDict[str, str] = MultiDict()
    for question in questions:
        if question.key in answers:
            data.update(_typed_one(question, answers[question.key], f"{prefix}{question.key}"))
    return data


def _typed_one(question: Question, value: object, name: str) -> MultiDict[str, str]:
    if value is None:
        return MultiDict({name: NO} if is_toggled(question) else {})
    if question.kind == "choices":
        return MultiDict((name, str(one)) for one in (value if isinstance(value, list) else ()))
    if question.kind in {"group", "period"}:
        inner = typed(question.fields, value if isinstance(value, Mapping) else {}, f"{name}-")
        return MultiDict([(name, YES), *inner.items(multi=True)])
    if question.kind == "list":
        return _typed_rows(question, value, name)
    return MultiDict({name: _plain(question, value)})


def _plain(question: Question, value: object) -> str:
    if question.kind == "flag":
        return YES if value is True else NO
    return f"{value:g}" if isinstance(value, float) else str(value)


def _typed_rows(question: Question, rows: object, name: str) -> MultiDict[str, str]:
    data: MultiDict[str, str] = MultiDict()
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        data.add(name, YES)
        data.update(typed(question.fields, row if isinstance(row, Mapping) else {}, f"{name}-{index}-"))
    return data


def read_answers(questions: Sequence[Question], sent: MultiDict[str, str], prefix: str = "") -> dict[str, object]:
    """Decode a browser's input as answers; unreadable input stays as typed, for the check to report.

    A group or list answered with no is null; an unanswered one is left out.
    """
    answers: dict[str, object] = {}
    for question in questions:
        name = f"{prefix}{question.key}"
        value = _read(question, sent, name)
        if value is not None or (is_toggled(question) and sent.get(name)):
            answers[question.key] = value
    for question in questions:
        if not all(answers.get(shown.question) for shown in question.shown_when):
            answers.pop(question.key, None)
    return answers


def _read(question: Question, sent: MultiDict[str, str], name: str) -> object:
    text = unicodedata.normalize("NFKC", sent.get(name, "")).strip()
    if question.kind in NESTED | {"period"}:
        return _read_nested(question, sent, name, is_yes=text == YES)
    if question.kind == "choices":
        return sent.getlist(name) or None
    return _read_one(question, text) if text else None


def _read_one(question: Question, text: str) -> object:
    if question.kind == "flag":
        return text == YES
    if question.kind in {"number", "integer"}:
        return _number(text)
    if question.kind == "choice":
        return next((option.value for option in question.options if str(option.value) == text), text)
    return text


def _read_nested(question: Question, sent: MultiDict[str, str], name: str, *, is_yes: bool) -> object:
    if is_toggled(question) and not is_yes:
        return None
    if question.kind == "list":
        rows = [read_answers(question.fields, sent, f"{name}-{index}-") for index in row_numbers(sent, name)]
        return [row for row in rows if row] or [{}]
    found = read_answers(question.fields, sent, f"{name}-")
    return found if found or is_yes else None


def _number(text: str) -> object:
    plain = text.replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        return text
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def described(questions: Sequence[Question], answers: Mapping[str, object], lang: str) -> list[tuple[str, str]]:
    """Describe answers in words: (question, answer), in the order of the questions."""
    lines = []
    for question in questions:
        value = answers.get(question.key)
        if value is not None:
            lines.append((question.label.get(lang), _in_words(question, value, lang)))
    return lines


def _in_words(question: Question, value: object, lang: str) -> str:
    names: dict[object, str] = {option.value: option.label.get(lang) for option in question.options}
    comma = ", " if lang == "en" else "、"
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    rows = value if isinstance(value, list) else []
    if question.kind == "list":
        return "; ".join(_line(question, row, lang) for row in rows if isinstance(row, Mapping))
    if isinstance(value, dict):
        return _line(question, value, lang)
    if isinstance(value, list):
        return comma.join(names.get(one, str(one)) for one in value)
    unit = f" {question.unit.get(lang)}" if question.unit else ""
    plain = f"{value:g}" if isinstance(value, float) else str(value)
    said = names.get(value) or (_day(plain, lang) if question.kind == "date" else plain)
    return f"{said}{unit}"


def _day(text: str, lang: str) -> str:
    """Format a day; invalid input stays as typed."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{on:%-d %B %Y}" if lang == "en" else f"{on.year}年{on.month}月{on.day}日"


def _line(question: Question, row: Mapping[str, object], lang: str) -> str:
    colon, comma = (": ", ", ") if lang == "en" else ("：", "，")
    return comma.join(f"{label}{colon}{text}" for label, text in described(question.fields, row, lang))
