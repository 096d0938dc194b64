"""A whole bundle as a picture: every department's work on every permit, and what waits for what."""

from collections.abc import Mapping

from workflows.definition.bundle import Bundle, ItemKind
from workflows.definition.questions import Text
from workflows.pictures.casepath import CasePath, Lane, Step

KINDS: Mapping[ItemKind, Text] = {
    "opinion": Text("征求意见", "opinion"),
    "co_approval": Text("会签", "co-approval"),
    "decision": Text("决定", "decision"),
    "survey": Text("踏勘", "survey"),
    "government": Text("政府批准", "government's approval"),
    "delivery": Text("送达", "delivery"),
    "inspection": Text("验收", "inspection"),
}
BEGINS, ENDS = Text("受理", "Accepted"), Text("送达", "Delivered")


def definition_path(bundle: Bundle, lang: str) -> CasePath:
    """Return the path of a case that needs every permit and all of its work."""
    steps: dict[str, list[Step]] = {key: [] for key in bundle.departments}
    for rule in bundle.permits.values():
        awaited = tuple(one.id for key in rule.waits_for for one in bundle.permits[key].items if one.kind == "decision")
        # a department's opinions under conditions that exclude each other are one step
        for item in {one.id: one for one in rule.items}.values():
            after = item.after or awaited
            label = f"{rule.short.get(lang)} · {KINDS[item.kind].get(lang)}"
            steps[item.department].append(Step(item.id, label, "waiting", after=after))
    lanes = tuple(Lane(key, bundle.departments[key].name.get(lang), tuple(own)) for key, own in steps.items() if own)
    return CasePath(bundle.name.get(lang), BEGINS.get(lang), ENDS.get(lang), lanes, lang)
