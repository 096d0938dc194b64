"""WTForms' error messages in the office's words and the reader's language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import wtforms
from flask_babel import gettext
from wtforms.meta import DefaultMeta

from forms.checks.lines import one_line
from workflows import N_

CHOOSE = N_("Choose one of the options")
NEEDED = N_("This is needed")
SAID: Mapping[str, str] = {
    "This field is required.": NEEDED,
    "Not a valid choice.": CHOOSE,
    "Invalid Choice: could not coerce.": CHOOSE,
    "Not a valid integer value.": N_("Enter a whole number"),
    "Not a valid decimal value.": N_("Enter a number"),
    "Not a valid date value.": N_("Enter a day of the calendar, such as 2026-05-28"),
    "Not a valid datetime value.": N_("Enter a day and a time, such as 2026-05-28 09:00"),
    "Number must be at least %(min)s.": N_("Enter %(min)s or more"),
    "Number must be between %(min)s and %(max)s.": N_("Enter a number between %(min)s and %(max)s"),
    "Field cannot be longer than %(max)d characters.": N_("At most %(max)d characters"),
}

ONE_LINE = (wtforms.StringField, wtforms.EmailField, wtforms.TelField)


def _line(typed: object) -> object:
    return one_line(typed) if isinstance(typed, str) else typed


class Sentences:
    """The translations object WTForms expects."""

    def gettext(self, sentence: str) -> str:
        """Translate a sentence of the library; the library fills its placeholders."""
        return str(gettext(SAID.get(sentence, sentence)))

    def ngettext(self, _singular: str, plural: str, _count: int) -> str:
        """Translate a sentence about a number; singular and plural are the same."""
        return self.gettext(plural)


class Form(wtforms.Form):
    """Base form; a field that cannot be parsed gets no range error on top."""

    _fields: dict[str, Any]
    sent: Any = None
    added: Mapping[str, Any] = MappingProxyType({})

    class Meta(DefaultMeta):
        """Where WTForms finds its translations, and how it reads one line."""

        def get_translations(self, _form: Any) -> Sentences:
            """Return the office's sentences."""
            return Sentences()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Read what is typed into one line as one line: no breaks, nothing unseen."""
            if unbound_field.field_class in ONE_LINE:
                options["filters"] = (*options.get("filters", ()), _line)
            return super().bind_field(form, unbound_field, options)

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        """Fill the fields, and keep what was sent for fields added later."""
        self.sent = self.meta.wrap_formdata(self, formdata)
        super().process(formdata, *args, **kwargs)

    def place(self, fields: Mapping[str, Any], *, before: str = "") -> None:
        """Add fields, with what was sent for them, before another one or at the end; those added already stay."""
        for key in fields.keys() - self._fields.keys():
            options = {"name": key, "prefix": self._prefix, "translations": self.meta.get_translations(self)}
            self._fields[key] = self.meta.bind_field(self, fields[key], options)
            self._fields[key].process(self.sent)
        names = list(self._fields)
        later = [name for name in names[names.index(before) :] if name not in fields] if before else []
        order = [*(name for name in names if name not in fields and name not in later), *fields, *later]
        self._fields = {name: self._fields[name] for name in order}

    def validate(self, extra_validators: Mapping[str, object] | None = None) -> bool:
        """Check every field."""
        is_valid = bool(super().validate(extra_validators))
        for field in self:
            # a validator that found the control empty has cleared the parse error
            unread = [fault for fault in field.process_errors if fault in field.errors]
            if unread:
                field.errors = unread
        return is_valid
