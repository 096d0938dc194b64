"""Warn of what a bundle declares and nothing reads: questions, facts, switches, departments, agencies, codes."""

import re
from collections.abc import Collection, Iterator, Mapping

from workflows.definition.bundle import Bundle
from workflows.definition.reading.faults import Remark
from workflows.definition.reading.parts import PLACEHOLDER
from workflows.errors import N_

WORD = re.compile(r"[A-Za-z_][\w-]*")
# parts that name the same things without reading them
NAMING: Mapping[str, tuple[str, ...]] = {"facts": ("questions",)}
UNREAD = N_("nothing reads %(name)s")


def words_of(part: object) -> Iterator[str]:
    """Yield every name that the values of a part of a file mention; of texts what their {places} name."""
    if isinstance(part, str):
        yield from WORD.findall(part)
    elif isinstance(part, Mapping):
        texts = [str(part[lang]) for lang in ("zh", "en") if lang in part]
        yield from (name for text in texts for name in PLACEHOLDER.findall(text))
        yield from (word for key, one in part.items() if key not in {"zh", "en"} for word in words_of(one))
    elif isinstance(part, list):
        yield from (word for one in part for word in words_of(one))


def unread_parts(bundle: Bundle, source: Mapping[str, object]) -> Iterator[Remark]:
    """Yield a warning for each declared name that nothing else in the file mentions."""
    for part, names in _declared(bundle).items():
        beside = {key: value for key, value in source.items() if key not in {part, *NAMING.get(part, ())}}
        said = set(words_of(beside)) | _said_within(part, source)
        yield from (Remark(f"{part}.{name}", UNREAD, {"name": name}) for name in names if name not in said)
    answers = {fact.path[0] for fact in bundle.facts if fact.take != "project"}
    answers |= {name.split(".")[1] for name in _inputs(bundle) if name.startswith("answers.")}
    for index, question in enumerate(bundle.questions):
        if question.key not in answers:
            message = N_("no fact and no work rests on the answer to %(name)s")
            yield Remark(f"questions[{index}]", message, {"name": question.key})
    yield from _one_sided(bundle)


def _declared(bundle: Bundle) -> Mapping[str, Collection[str]]:
    return {
        "facts": [fact.name for fact in bundle.facts],
        "derived": bundle.derived,
        "departments": [key for key in bundle.departments if key != "window"],
        "refer_agencies": bundle.refer_agencies,
        "approvers": bundle.approvers,
    }


def _said_within(part: str, source: Mapping[str, object]) -> set[str]:
    """Return what the part itself reads: a derived fact names those above it, a fact filters rows."""
    rows = source.get(part)
    if part == "facts" and isinstance(rows, Mapping):
        return {word for row in rows.values() if isinstance(row, Mapping) for word in words_of(row.get("where"))}
    return set(words_of(rows)) if part == "derived" else set()


def _inputs(bundle: Bundle) -> Iterator[str]:
    yield from (name for rule in bundle.permits.values() for item in rule.items for name in item.inputs)


def _one_sided(bundle: Bundle) -> Iterator[Remark]:
    """Warn of a permit nobody can refuse and of deficiencies nobody can note: their codes are missing."""
    for key in (key for key, rule in bundle.permits.items() if rule.kind == "licence"):
        if not any(not code.permits or key in code.permits for code in bundle.refusal_codes.values()):
            yield Remark("refusal_codes", N_("no reason lets anybody refuse %(name)s"), {"name": key})
    if not bundle.deficiency_codes:
        yield Remark("deficiency_codes", N_("without a reason nobody can note a deficiency"))
