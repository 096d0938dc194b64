"""The quiet hours: letters written in them wait until the end, unless urgent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from workflows import SHANGHAI


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A daily span of the office's day, over midnight if it ends before it begins; empty if both are equal."""

    begins: time
    ends: time

    @classmethod
    def read(cls, text: str) -> "QuietHours":
        """Parse a span written HH:MM-HH:MM.

        Raises:
            ValueError: the text has another form.
        """
        begins, _, ends = text.partition("-")
        return cls(time.fromisoformat(begins), time.fromisoformat(ends))

    def end_around(self, at: datetime) -> datetime | None:
        """Return the moment at which the quiet hours around `at` end; None outside them."""
        local = at.astimezone(SHANGHAI)
        hour = local.time()
        is_late = self.begins > self.ends and hour >= self.begins
        is_early = hour < self.ends and (self.begins > self.ends or hour >= self.begins)
        if not (is_late or is_early):
            return None
        day = local.date() + timedelta(days=1) if is_late else local.date()
        return datetime.combine(day, self.ends, SHANGHAI)
