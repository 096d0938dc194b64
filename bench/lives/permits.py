"""Make up one permit of a random matter: its question, work, term, and what follows its grant."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workflows.definition.bundle import CONCERNS, GROUNDS

if TYPE_CHECKING:
    from bench.lives.made import Making
Data = dict[str, Any]
UNITS = ("days", "months", "years")
LONGEST = {"days": 90, "months": 12, "years": 3}


def a_permit(making: "Making", number: int, *, has_period: bool) -> None:
    """Add a permit with the question it is about, its facts and its materials."""
    key = f"leave-{number}"
    unit = making.one_of(UNITS)
    _ask(making, number, unit)
    department = making.one_of(_bureaus(making))
    rule: Data = {
        "suffix": f"P{number}", "name": making.text("许可", "Permit"), "short": making.text("许", "Leave"),
        "department": department, "law": making.law(), "document": making.text("证", "Licence"),
        "not_needed": making.text("不用", "Not needed"), "serial_order": number,
        "serial": [{"department": department, "working_days": making.number(1, 20)}],
        "because": _because(making, number),
        "validity": _validity(making, number, unit),
        "narrows": _narrows(making, number, unit, has_period=has_period),
        "items": _items(making, key, number, department),
    }  # fmt: skip
    for part in (_limits, _interests, _procedures, _after):
        rule |= part(making, number)
    if number > 1 and making.chance():
        rule["rests_on"] = [f"leave-{making.number(1, number - 1)}"]
    making.data["permits"][key] = rule
    _materials(making, key, number)
    if making.chance():
        words = {"name": making.text("不行", "Too much"), "law": making.law(), "permits": [key]}
        making.data["refusal_codes"][f"bad{number}"] = {**words, "when": f"much_{number} > 50.0"}


def _bureaus(making: "Making") -> list[str]:
    return [one for one in making.data["departments"] if one not in {"government", "window"}]


def _ask(making: "Making", number: int, unit: str) -> None:
    group = f"ask{number}"
    much = {"key": "much", "kind": "number", "required": "screening", "minimum": 1, "maximum": 100000}
    long = {"key": unit, "kind": "integer", "required": "submission", "minimum": 1, "maximum": 120}
    fields = [
        {**much, "label": making.text("多少", "How much"), "unit": making.text("件", "piece")},
        {**long, "label": making.text("多久", "How long"), "unit": making.text("期", "term")},
    ]
    if making.chance():
        fields.append({"key": "lit", "kind": "flag", "label": making.text("是否", "Whether")})
    asked = {"key": group, "kind": "group", "label": making.text("要否", "Wanted")}
    making.data["questions"].append({**asked, "fields": fields})
    making.data["facts"] |= {
        f"has_{number}": {"given": group},
        f"much_{number}": {"from": f"{group}.much"},
        f"long_{number}": {"from": f"{group}.{unit}"},
    }


def _because(making: "Making", number: int) -> list[Data]:
    when = f"has_{number}"
    if making.chance():
        making.switch(f"least_{number}", making.number(2, 40))
        when = f"has_{number} && much_{number} >= least_{number}"
    return [{"when": when, "reason": making.text("因为", "Because", [f"much_{number}"]), "law": making.law()}]


def _validity(making: "Making", number: int, unit: str) -> Data:
    kind = making.one_of(("open", "asked", "fixed", "day", "endless", "capped"))
    found: Data = {"renewable": False, "text": making.text("期限", "Term")}
    if kind == "endless":
        return {**found, "endless": True}
    most = making.number(1, LONGEST[unit])
    terms: Data = {
        "open": {},
        "asked": {"term": f"ask{number}.{unit}", "unit": unit, "max_term": f"most_{number}"},
        "fixed": {"fixed_term": f"most_{number}", "unit": unit},
        "day": {"ends_on": making.one_of(("12-31", "02-29", "06-30"))},
        "capped": {"max_days": making.number(1, 400)},
    }
    found |= terms[kind]
    if kind in {"asked", "fixed"}:
        making.switch(f"most_{number}", most)
    if making.chance():
        found |= {"renewable": True, "renewal_times": making.number(1, 3)}
        if making.chance():
            found["renewal_months"] = making.switch(f"again_{number}", making.number(1, 24))
    return found


def _narrows(making: "Making", number: int, unit: str, *, has_period: bool) -> list[Data]:
    said = (
        {"key": unit, "kind": "count", "asked": [f"ask{number}.{unit}"], "unit": making.text("期", "term")},
        {"key": "much", "kind": "amount", "asked": [f"ask{number}.much"], "unit": making.text("件", "piece")},
        {"key": "hours", "kind": "hours"},
        {"key": "lanes", "kind": "count", "most": 9, "unit": making.text("条", "lane")},
        {"key": "what", "kind": "text"},
        *([{"key": "until", "kind": "day", "asked": ["span"]}] if has_period else []),
    )
    return [{**one, "label": making.text("准予", "Granted")} for one in said if making.chance()]


def _items(making: "Making", key: str, number: int, department: str) -> list[Data]:
    """Give work to other departments before the decision; a government only after a pre-review."""
    others = [one for one in _bureaus(making) if one != department]
    items = [_item(making, making.one_of(("opinion", "co_approval")), one, number) for one in making.some(others)[:2]]
    if len(items) > 1 and making.chance():
        items[1]["after"] = [_id(key, items[0])]
    if making.chance():
        review = {**_item(making, "opinion", department, number), "blocks": True}
        stage = {"after": [_id(key, review)], "blocks": True, "special": True}
        items += [review, {**_item(making, "government", "government", number), **stage}]
    waited = [_id(key, one) for one in items if one.get("blocks") or making.chance()]
    decision = {**_item(making, "decision", department, number), "when": "true", "after": waited}
    decision.pop("blocks", None)
    return [*items, {**decision, "parallel": making.chance()}]


def _id(key: str, item: Data) -> str:
    return f"{key}:{item['department']}:{item['kind']}"


def _item(making: "Making", kind: str, department: str, number: int) -> Data:
    when = making.one_of(("true", "true", f"much_{number} > 20.0"))
    blocks = {"blocks": True} if making.chance() else {}
    inputs = {"inputs": ["site", f"answers.ask{number}", f"B{number}1"]} if making.chance() else {}
    limit = {"limit_working_days": making.number(1, 20)} if making.chance() else {}
    words = {"reason": making.text("办理", "Handles"), "law": making.law()}
    return {"kind": kind, "department": department, "when": when, **blocks, **inputs, **limit, **words}


def _limits(making: "Making", _number: int) -> Data:
    if not making.chance():
        return {}
    committed = making.number(1, 20)
    return {"committed_working_days": committed, "statutory_working_days": committed + making.number(0, 20)}


def _interests(making: "Making", _number: int) -> Data:
    concerns = making.some(sorted(CONCERNS))
    return {"concerns": concerns} if concerns else {"commitment": making.chance()}


def _procedures(making: "Making", number: int) -> Data:
    found: Data = {}
    if making.chance():
        when, words = making.one_of(("true", f"much_{number} > 30.0")), {"law": making.law()}
        found["procedures"] = [{"ground": making.one_of(sorted(GROUNDS)), "when": when, **words}]
    if making.chance():
        days = making.switch(f"posted_{number}", making.number(1, 10))
        found["public_notice"] = {"when": "true", "working_days": days, "law": making.law()}
    if making.chance():
        levels = (("low", "true"), ("high", f"much_{number} > 60.0"))
        found["tiers"] = [{"key": key, "when": when, "level": making.text("一级", "Level")} for key, when in levels]
    return found


def _after(making: "Making", number: int) -> Data:
    """Declare what follows the grant: checks, overruns, works to restore, a watch and a count at its end."""
    found: Data = {}
    if making.chance():
        said = {"label": making.text("量", "Measured"), "unit": making.text("件", "piece")}
        found["measures"] = [{"key": "seen", "asked": f"ask{number}.much", **said}]
    if making.chance():
        found["overrun"] = {"law": making.law(), **({"flag": "breach"} if making.chance() else {})}
    if making.chance():
        flag = {"overdue_flag": "breach"} if making.chance() else {}
        order = making.text("恢复", "Restore", ("day", "law"))
        found["reinstatement"] = {"order": order, "law": making.law(), "inspection_law": making.law(), **flag}
        if making.chance():
            found["aftercare"] = _aftercare(making, number)
    return found


def _aftercare(making: "Making", number: int) -> Data:
    care: Data = {"months": making.switch(f"watched_{number}", making.number(1, 12))}
    if making.chance():
        words = ((name, making.text("清点", "Counted")) for name in ("none_lost", "some_lost", "alive", "dead"))
        order = making.text("补足", "Replace", ("alive", "dead", "replant", "day"))
        care["count"] = {"of": f"much_{number}", **dict(words), "order": order, "law": making.law()}
        if making.chance():
            care["count"]["ratio"] = making.switch(f"each_{number}", making.number(1, 3))
    return care


def _materials(making: "Making", key: str, number: int) -> None:
    for index in range(1, making.number(1, 2) + 1):
        flags: Sequence[str] = making.some(("tolerated", "renewal"))
        shared = making.one_of((None, "shared", "partly_shared"))
        row: Data = {"name": making.text("材料", "Material"), "permits": [key], **dict.fromkeys(flags, True)}
        if shared:
            row[shared] = True
        if making.chance():
            row["variation"] = making.some(("any", "site", f"ask{number}.much"))
        if making.chance():
            row |= {"form": "undertaking", "undertaking": making.text("承诺", "Undertaking")}
        if index > 1 and making.chance():
            row["when"] = f"much_{number} > 10.0"
        making.data["materials"][f"B{number}{index}"] = row
