"""Request bodies for every action: hand-written where the shape is complex, else built from its fields."""

import random
import types
import typing
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from permits.actions import Action
from permits.casefile import CaseFile
from permits.casefile.facts import current_route, foreseen
from permits.casefile.fees import CHARGE, REFUND, fee_notices
from permits.models import RoleGrant, SupervisionOrder, User
from permits.services.offers.actions import Offer
from workflows import Bundle, group

Dice = random.Random
Body = dict[str, Any]
PARTY = "王五"
# who has no work of a department's own
APART = frozenset({"window", "government", "lead"})
# probability that an optional field is filled
FILLED_IN = 0.8
ENDED_UNASKED = ("holder_died", "holder_dissolved", "force_majeure")
GROUNDS = ("testing", "expert_review", "hearing", "appraisal", "a favour")


def body_for(action: Action, offer: Offer, case: CaseFile, dice: Dice) -> Body:
    """Build a body for an offered action: by its own generator, or from the required fields of the shape."""
    if offer.name in BODIES:
        return BODIES[offer.name](offer, case, dice)
    return from_shape(action.body, case.context.today, dice)


def from_shape(shape: Any, today: date, dice: Dice) -> Body:
    """Fill the required fields of a shape, and some optional ones at random."""
    fields = shape.model_fields.items()
    wanted = {name: one for name, one in fields if name not in {"expected_version", "note"}}
    return {
        name: _value(one.annotation, today, dice)
        for name, one in wanted.items()
        if one.is_required() or dice.random() < FILLED_IN
    }


def _value(kind: Any, today: date, dice: Dice) -> Any:
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return dice.choice(inside)
    if origin is list:
        return [_value(inside[0], today, dice) for _ in range(dice.randrange(1, 3))]
    if origin in {typing.Annotated, typing.Union, types.UnionType}:
        of = inside[:1] if origin is typing.Annotated else [one for one in inside if one is not type(None)]
        return _value(dice.choice(of), today, dice)
    if hasattr(kind, "model_fields"):
        return from_shape(kind, today, dice)
    plain: Mapping[Any, Callable[[], Any]] = {
        bool: lambda: dice.random() < 0.5,
        int: lambda: dice.randrange(1, 6),
        date: lambda: today + timedelta(days=dice.randrange(1, 20)),
        datetime: lambda: f"{today.isoformat()}T08:00:00+08:00",
        str: lambda: dice.choice(("按规定办理。", "roads", "opinion", "must")),
    }
    return plain.get(kind, dict)()


def _flagged(case: CaseFile, dice: Dice) -> list[Body]:
    codes = sorted(material.code for material in current_route(case).materials) or ["M01"]
    chosen = dice.sample(codes, k=min(len(codes), dice.randrange(1, 4)))
    reasons = sorted(code for code, one in case.bundle.deficiency_codes.items() if not one.permits)
    return [{"material": code, "code": dice.choice(reasons), "reason": "材料缺失或不清。"} for code in chosen]


def _accept(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    tolerated = [m.code for m in current_route(case).materials if m.tolerated and dice.random() < 0.3]
    return {"tolerated": tolerated} if tolerated else {}


def _deficiencies(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    return {"items": _flagged(case, dice)}


def _question(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    return {"permit": dice.choice(sorted(case.bundle.permits)), "reason": "是否需要许可存疑。"}


def _conclusion(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    found = [key for key, one in case.investigations.items() if one.is_open] or sorted(case.bundle.permits)
    law = dice.choice(("", "《城市道路管理条例》第三十条"))
    return {"permit": dice.choice(found), "is_needed": dice.random() < 0.5, "reason": "经核查。", "law": law}


def _file_list(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    return {"items": _flagged(case, dice) if dice.random() < 0.5 else []}


def _withdraw(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    some = [key for key in case.permits if dice.random() < 0.5]
    return {"reason": "项目方案调整。", "permits": some}


def _approve(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    kinds = sorted(case.bundle.condition_kinds)
    conditions = [{"kind": dice.choice(kinds), "text": "按要求实施。"}] if dice.random() < 0.4 else []
    return {"opinion": "同意。", "conditions": conditions}


def _refuse(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    codes = case.bundle.refusal_codes
    plain = next((one for one in codes.values() if not (one.permits or one.when or one.refused)), None)
    code = plain if plain and dice.random() < 0.7 else codes[dice.choice(sorted(codes))]
    law = code.law.zh if code.law else "《行政许可法》第三十八条"
    return {"opinion": "不符合规定。", "reason_code": code.key, "law": law}


def _stop(offer: Offer, case: CaseFile, dice: Dice) -> Body:
    days, lawful = dice.randrange(1, 15), sorted(foreseen(case, case.permits[offer.target]))
    return {"ground": dice.choice(lawful or GROUNDS), "notice": "依法组织。", "expected_days": days}


def _changed(bundle: Bundle, answers: Mapping[str, Any], dice: Dice) -> Body:
    """Change one figure of one group of answers, or give a group that was left out."""
    groups = [one for one in bundle.questions if one.kind == "group"]
    asked = dice.choice([one for one in groups if answers.get(one.key)] or groups)
    given = dict(answers.get(asked.key) or {})
    for field in asked.fields:
        if field.required and field.key not in given:
            given[field.key] = field.options[0].value if field.options else max(1, int(field.minimum or 0))
    figures = [field.key for field in asked.fields if field.kind in {"number", "integer"}]
    if figures:
        given[dice.choice(figures)] = dice.randrange(5, 90)
    return {asked.key: given}


def _amend(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    answers = _changed(case.bundle, case.form.answers, dice)
    field = case.bundle.form.place[-1].rpartition(".")[2]
    changes = dice.choice(({"answers": answers}, {"site": {field: f"{dice.randrange(90)}号"}}))
    return {"changes": changes, "reason": "设计变更。"}


def _branch(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    department = dice.choice(sorted(case.bundle.departments.keys() - APART))
    kind = dice.choice(("opinion", "co_approval"))
    return {"department": department, "kind": kind, "reason": "涉及其职责。", "blocks": dice.random() < 0.5}


def _moot(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    go_on = [row.key for row in case.permits.values() if row.state == "under_review"]
    dropped = [key for key in go_on if dice.random() < 0.4]
    return {"go_on": [key for key in go_on if key not in dropped], "withdraw": dropped}


def _emergency(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    started_at = case.context.at - timedelta(hours=dice.randrange(0, 30))
    lane = case.bundle.emergency
    told = list(lane.notify) if lane else []
    return {"started_at": started_at.isoformat(), "notified": told[: dice.randrange(0, len(told) + 1)]}


def _answer_order(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    finish_by = case.context.today + timedelta(days=dice.randrange(0, 10))
    mine = SupervisionOrder.application_id == case.app.id
    orders = case.context.conn.execute(select(SupervisionOrder.number).where(mine, SupervisionOrder.state == "open"))
    number = dice.choice(orders.scalars().all() or [""])
    return {"cause": "人手不足。", "measures": "加派人员。", "finish_by": finish_by.isoformat(), "number": number}


def _escalate(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    items = [item.id for item in case.items if item.state in group("work_item", "open")]
    return {"reason": "逾期未办。", **({"work_item": dice.choice(items)} if items else {})}


def _not_accepted(_offer: Offer, _case: CaseFile, _dice: Dice) -> Body:
    return {"reason": "不属本机关职权。", "refer_to": "有权机关"}


def _book_survey(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    at = case.context.at + timedelta(hours=dice.randrange(-2, 80))
    return {"at": at.isoformat(), "place": "现场"}


def _transfer(offer: Offer, case: CaseFile, dice: Dice) -> Body:
    kind = CHARGE if offer.name == "record_payment" else REFUND
    numbers = [one.number for one in fee_notices(case) if one.kind == kind] or ["F0"]
    return {
        "notice": dice.choice(numbers),
        "reference": f"R{dice.randrange(10**6)}",
        "amount_fen": dice.randrange(1, 900),
    }


def _people(case: CaseFile, departments: Collection[str]) -> list[tuple[str, str]]:
    """List the user names and law-enforcement numbers of the people of some departments, officers first."""
    wanted = select(User.username, User.enforcement_number).join(RoleGrant, RoleGrant.user_id == User.id)
    rows = case.context.conn.execute(wanted.where(RoleGrant.department.in_(departments)).order_by(User.id))
    return sorted(((name, number) for name, number in rows), key=lambda one: not one[1])


def _officers(case: CaseFile, *departments: str) -> list[str]:
    return [number for _name, number in _people(case, departments or case.bundle.departments) if number]


def _survey_officers(_offer: Offer, case: CaseFile, _dice: Dice) -> Body:
    return {"officers": _officers(case)[:2], "findings": "与申请一致。"}


def _vary(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    return {"changes": _changed(case.bundle, case.form.answers, dice), "reason": "工期调整。"}


def _inspected(offer: Offer, case: CaseFile, dice: Dice) -> Body:
    rectify_by = case.context.today + timedelta(days=dice.randrange(0, 20))
    checked = _officers(case, case.licences[offer.target].department)[: dice.choice((1, 2, 2, 2))]
    measures = case.bundle.permits[case.licences[offer.target].permit].measures
    areas = {one.key: dice.randrange(1, 90) for one in measures if dice.random() < 0.5}
    return {"officers": checked, "findings": "已恢复。", "areas": areas} | (
        {"rectify_by": rectify_by.isoformat()} if offer.name == "require_rectification" else {}
    )


def _counted(offer: Offer, case: CaseFile, dice: Dice) -> Body:
    dead = dice.randrange(0, 3)
    by = {"replant_by": (case.context.today + timedelta(days=dice.randrange(0, 60))).isoformat()} if dead else {}
    return {
        "officers": _officers(case, case.licences[offer.target].department)[:2],
        "findings": "逐株清点。",
        "alive": dice.randrange(0, 60),
        "dead": dead,
        **by,
    }


def _intend(_offer: Offer, case: CaseFile, dice: Dice) -> Body:
    ground, days = dice.choice(("fraud", "abuse", "circumstances_changed", "displeasure")), dice.randrange(4)
    return {"ground": ground, "reason": "材料系伪造。", "answer_by": (case.context.today + timedelta(days)).isoformat()}


def _revoke(_offer: Offer, _case: CaseFile, dice: Dice) -> Body:
    return {"ground": dice.choice(("fraud", "abuse", "displeasure")), "reason": "材料系伪造。"}


def _take_back(_offer: Offer, _case: CaseFile, dice: Dice) -> Body:
    return {"ground": "circumstances_changed", "reason": "修建地铁。", "compensation": dice.choice(("", "退还费用。"))}


def _reasoned(_offer: Offer, _case: CaseFile, dice: Dice) -> Body:
    return {"reason": "工程量大,情况复杂。" if dice.random() < 0.9 else " "}


def _statement(_offer: Offer, _case: CaseFile, dice: Dice) -> Body:
    return {"text": "施工影响出行。", "kind": dice.choice(("statement", "objection")), "by": PARTY}


def _answer(offer: Offer, case: CaseFile, dice: Dice) -> Body:
    waiting = case.procedures.unanswered(offer.target)
    return {"statement": dice.choice(waiting).id if waiting else 1, "answer": "已要求保留一条通道。"}


def _call(offer: Offer, case: CaseFile, dice: Dice) -> Body:
    on = case.context.calendar.add(case.context.today, dice.randrange(6, 12))
    chair = dice.choice([name for name, _number in _people(case, case.bundle.departments)])
    return {"at": f"{on.isoformat()}T09:00:00", "place": "听证室", "chair": chair}


BODIES: Mapping[str, Callable[[Offer, CaseFile, Dice], Body]] = {
    "accept": _accept,
    "notify_deficiencies": _deficiencies,
    "reflag": _deficiencies,
    "file_deficiency": _file_list,
    "investigate": _question,
    "conclude": _conclusion,
    "refuse_acceptance": _not_accepted,
    "declare_not_required": lambda _offer, _case, _dice: {"reason": "无需许可。"},
    "withdraw": _withdraw,
    "deliver": lambda _offer, _case, dice: {"method": dice.choice(("counter", "post")), "recipient": PARTY},
    "rate": lambda _offer, _case, dice: {"stars": dice.randrange(0, 7), "comment": ""},
    "approve": _approve,
    "forward": lambda _offer, _case, _dice: {"opinion": "拟同意，报请审批。"},
    "refuse": _refuse,
    "stop_clock": _stop,
    "request_extension": _reasoned,
    "extend": _reasoned,
    "request_joint_extension": _reasoned,
    "extend_joint": _reasoned,
    "notify_hearing_right": lambda _offer, _case, _dice: {"parties": [PARTY]},
    "request_hearing": lambda _offer, _case, dice: {"by": dice.choice((PARTY, PARTY, "路人"))},
    "call_hearing": _call,
    "record_hearing": lambda _offer, _case, _dice: {"record": "听取各方意见。", "signed_by": [PARTY]},
    "file_statement": _statement,
    "answer_statement": _answer,
    "amend": _amend,
    "add_branch": _branch,
    "answer_moot": _moot,
    "settle_dependency": lambda _offer, _case, _dice: {"text": "不触动树木。"},
    "report_emergency": _emergency,
    "answer_supervision": _answer_order,
    "escalate": _escalate,
    "book_survey": _book_survey,
    "record_survey": _survey_officers,
    "record_payment": _transfer,
    "record_refund": _transfer,
    "vary": _vary,
    "accept_inspection": _inspected,
    "require_rectification": _inspected,
    "check_site": _inspected,
    "record_survival": _counted,
    "notify_intent": _intend,
    "hear_defence": lambda _offer, _case, _dice: {"text": "没有意见。"},
    "revoke": _revoke,
    "withdraw_by_authority": _take_back,
    "uphold": lambda _offer, _case, _dice: {"reason": "该设施独立需要。"},
    "cancel": lambda _offer, _case, dice: {"ground": dice.choice(ENDED_UNASKED), "reason": "不再需要。"},
}
