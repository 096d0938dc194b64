"""The writes of an action: rows added and changed, transitions, chained events; sent to the database at once."""

from permits.casefile.writing.chain import Chain, EventContent, content_of
from permits.casefile.writing.changes import ChangeSet, Where
from permits.casefile.writing.moves import LIFECYCLES, Moves, Moving

__all__ = ["LIFECYCLES", "Chain", "ChangeSet", "EventContent", "Moves", "Moving", "Where", "content_of"]
