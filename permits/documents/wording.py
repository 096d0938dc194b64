"""Word sentences, days and bilingual facts in the language of a document."""

from datetime import date, datetime

from babel.dates import format_date

from permits.documents.facts import Words
from permits.i18n import translate
from workflows import SHANGHAI

_ORDINALS = "一二三四五六七八九十"


class Wording:
    """Wording in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    @property
    def is_chinese(self) -> bool:
        """Whether the document is the Chinese original."""
        return self.language == "zh"

    def gettext(self, message: str, **params: object) -> str:
        """Translate a msgid and fill its %-placeholders."""
        return translate(message, self.language, params or None)

    def text(self, words: Words) -> str:
        """Return the text in this language; text written by a person is unchanged."""
        return words if isinstance(words, str) else words["zh" if self.is_chinese else "en"]

    def chinese(self, words: Words) -> str:
        """Return the Chinese text, which is the official one."""
        return words if isinstance(words, str) else words["zh"]

    def day(self, iso: str) -> str:
        """Format an ISO date: 2026年9月17日, 17 September 2026; a dash where there is none."""
        if not iso:
            return "—"
        on = date.fromisoformat(iso)
        return f"{on.year}年{on.month}月{on.day}日" if self.is_chinese else format_date(on, "d MMMM y", locale="en_GB")

    def moment(self, iso: str) -> str:
        """Format a moment in the office's zone: 2026年2月15日23:10, 15 February 2026, 23:10."""
        at = datetime.fromisoformat(iso).astimezone(SHANGHAI)
        return self.day(at.date().isoformat()) + ("" if self.is_chinese else ", ") + f"{at:%H:%M}"

    def weekday(self, iso: str) -> str:
        """Return the short day of the week: 周四, Thu."""
        return format_date(date.fromisoformat(iso), "EEE", locale="zh_CN" if self.is_chinese else "en_GB")

    def due(self, iso: str, *, provisional: bool = False) -> str:
        """Format a due day, marked while the calendar of its year is provisional."""
        mark = self.gettext(" (provisional)") if provisional and iso else ""
        return self.day(iso) + mark

    def join(self, texts: list[str]) -> str:
        """Join sentences with the spacing of the language."""
        return ("" if self.is_chinese else " ").join(text for text in texts if text)

    def section(self, number: int, heading: str) -> str:
        """Format a numbered section heading: 一、事实, 1. Facts."""
        return f"{_ORDINALS[number - 1]}、{heading}" if self.is_chinese else f"{number}. {heading}"
