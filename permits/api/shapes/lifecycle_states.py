"""States of a lifecycle as a pydantic and OpenAPI enumeration: exactly the words of its file."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from workflows import lifecycle


@dataclass(frozen=True, slots=True)
class StateOf:
    """Marks a text as a state of a lifecycle or of one of its groups."""

    lifecycle: str
    group: str = ""

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Accept exactly these words, as a literal type does."""
        found = lifecycle(self.lifecycle)
        return core_schema.literal_schema(
            list(found.ordered(self.group)) if self.group else [state.key for state in found.states]
        )


PermitState = Annotated[str, StateOf("permit")]
WorkItemState = Annotated[str, StateOf("work_item")]
ListedState = Annotated[str, StateOf("work_item", "listed")]
