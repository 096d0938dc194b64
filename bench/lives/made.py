"""Make up whole bundle files at random: small matters that use what the format offers, most of them sound."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from bench.lives.permits import a_permit

Data = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]
BUREAUS = ("bureau", "agency", "board", "corps")
JOINS = ("all", "all", "any", "k_of_n", "weighted", "lead")
LIMITS = (
    "verification", "supplement_working_days", "statutory_extension", "joint_extension", "closing", "government",
    "supervision_answer_working_days", "explanation_working_days",
)  # fmt: skip


@dataclass
class Making:
    """A bundle while it is made: what has been drawn, and the tables that grow with each permit."""

    draw: Draw
    data: Data = field(default_factory=dict)
    said: int = 0

    def text(self, zh: str, en: str, places: Sequence[str] = ()) -> Data:
        """Return a text that stands nowhere else."""
        self.said += 1
        shown = "".join(f"{{{one}}}" for one in places)
        return {"zh": f"{zh}{self.said}项{shown}", "en": f"{en} {self.said} {shown}".strip()}

    def law(self) -> Data:
        """Return a law."""
        self.said += 1
        return {"zh": f"《试验条例》第{self.said}条", "en": f"Trial Regulations art. {self.said}"}

    def chance(self) -> bool:
        """Toss a coin."""
        return bool(self.draw(st.booleans()))

    def one_of(self, values: Sequence[Any]) -> Any:
        """Choose one."""
        return self.draw(st.sampled_from(list(values)))

    def number(self, least: int, most: int) -> int:
        """Choose a whole number."""
        return int(self.draw(st.integers(least, most)))

    def some(self, values: Sequence[Any]) -> list[Any]:
        """Choose some, in order."""
        return [one for one in values if self.chance()]

    def switch(self, name: str, value: int) -> str:
        """Declare a local choice; returns its name."""
        self.data["switches"][name] = value
        return name


@st.composite
def bundles(draw: Draw) -> Data:
    """Build the data of a bundle file with one to four permits."""
    making = Making(draw)
    making.data = _frame(making)
    has_period = making.chance()
    if has_period:
        _ask_for_a_period(making)
    for number in range(1, making.number(1, 4) + 1):
        a_permit(making, number, has_period=has_period)
    for part in (_about_all, _gates, _warnings, _dependencies, _fees, _join, _lane, _materials_of_all, _presentation):
        part(making)
    return making.data


def _frame(making: Making) -> Data:
    bureaus = BUREAUS[: making.number(1, 4)]
    return {
        "key": "made-up", "version": "1", "name": making.text("试办", "Trial matter"), "law": making.law(),
        "lead_department": "lead",
        "limits": _limits(making),
        "join": {},
        "remedies": {"reconsideration_days": 60, "lawsuit_months": 6, "text": making.text("救济", "Remedies")},
        "switches": {"renewal_lead_days": making.number(1, 30), "tolerance_working_days": making.number(1, 10),
                     "moot_answer_working_days": 3},
        "departments": {key: _department(making) for key in (*bureaus, "government", "lead", "window")},
        "nothing_needed": {"message": making.text("不需", "Nothing needed"), "law": making.law()},
        "questions": [], "facts": {}, "derived": {}, "permits": {}, "materials": {},
        "deficiency_codes": {
            "lacking": {"name": making.text("缺件", "Lacking"), "remedy": making.text("补件", "Hand in")}
        },
        "refusal_codes": {"unfit": {"name": making.text("不符", "Unfit"), "law": making.law()}},
        "condition_kinds": {"care": {"name": making.text("注意", "Care")}},
        "fine_flags": {"breach": {"name": making.text("违规", "Breach"), "law": making.law(), "most_yuan": 5000}},
        "refer_agencies": {"elsewhere": {"name": making.text("他局", "Another office"), "law": making.law()}},
    }  # fmt: skip


def _limits(making: Making) -> Data:
    committed = making.number(1, 10)
    statutory = committed + making.number(0, 20)
    intake, delivery = making.number(1, 6), making.number(1, 10)
    return {
        **{name: making.number(1, 15) for name in LIMITS},
        "committed": committed,
        "statutory": statutory,
        "joint": statutory + making.number(0, 20),
        "intake_working_days": intake,
        "intake_target_working_days": making.number(1, intake),
        "department_check_working_days": making.number(1, intake),
        "delivery": delivery,
        "delivery_target": making.number(1, delivery),
    }


def _department(making: Making) -> Data:
    name, short = making.text("试局", "Trial office"), making.text("局", "Office")
    return {"name": name, "short": short, "limit_working_days": making.number(1, 9)}


def _ask_for_a_period(making: Making) -> None:
    ends = [
        {"key": key, "kind": "date", "required": "screening", "label": making.text("日子", "Day")}
        for key in ("from", "to")
    ]
    required = {"required": "submission"} if making.chance() else {}
    asked = {"key": "span", "kind": "period", **required, "label": making.text("起止", "First and last day")}
    making.data["questions"].append({**asked, "fields": ends})
    making.data["facts"]["ends_on"] = {"from": "span.to"}


def _about_all(making: Making) -> None:
    """Switch what belongs to the office as a whole."""
    switches = making.data["switches"]
    for name in ("informed_commitment", "tacit_consent", "fees_gate_delivery", "public_notice_inside_task"):
        if making.chance():
            switches[name] = making.chance()
    if making.chance():
        switches["tolerance_missed"] = making.one_of(("gate", "withdraw"))
    if making.chance():
        rules = ("decider", "bound_by_law", "everyone")
        making.data["carrying"] = {"conditions": making.one_of(rules), "scope": making.one_of(rules)}
    if making.chance():
        making.data["change_law"] = making.law()
    if making.chance():
        causes = making.some(("withdrawn", "refused", "moot", "granted_less", "shortened", "revoked"))
        making.data["refunds"] = {one: {"reason": making.text("退费", "Refund"), "law": making.law()} for one in causes}


def _gates(making: Making) -> None:
    if not making.chance():
        return
    options = [{"value": value, "label": making.text("类别", "Kind")} for value in ("plain", "odd")]
    label = making.text("哪一类", "Which kind")
    making.data["questions"].append(
        {"key": "sort", "kind": "choice", "required": "screening", "label": label, "options": options}
    )
    making.data["facts"]["sort"] = {"from": "sort", "default": "plain"}
    kind = making.one_of(("refer", "not_required", "blocked", "advice", "stage"))
    refers = {"refer_to": "elsewhere"} if kind == "refer" or making.chance() else {}
    words = {"message": making.text("须知", "Notice"), "law": making.law()}
    making.data["gates"] = [{"kind": kind, "key": "odd_sort", "when": "sort == 'odd'", **refers, **words}]


def _warnings(making: Making) -> None:
    found = []
    for number in range(1, len(making.data["permits"]) + 1):
        if making.chance():
            words = {"message": making.text("提示", "Warning", [f"much_{number}"]), "law": making.law()}
            found.append({"key": f"much{number}", "when": f"much_{number} > 9000.0", **words})
    if "ends_on" in making.data["facts"]:
        words = {"message": making.text("已过", "Over"), "law": making.law()}
        making.data["facts"]["has_end"] = {"given": "span.to"}
        found.append({"key": "over", "refuses": "span.to", "when": "has_end && ends_on < on", **words})
    making.data["warnings"] = found


def _dependencies(making: Making) -> None:
    keys, found = list(making.data["permits"]), []
    for first, second in pairwise(keys):
        if not making.chance():
            continue
        effect = making.one_of(("moot", "condition", "standing"))
        cause = {"when": f"has_{second[-1]}"} if effect == "standing" else {"refused": first}
        kinds = {} if effect == "moot" else {"condition_kinds": ["care"]}
        only_if = {"only_if": making.text("前提", "it holds")} if effect == "condition" and making.chance() else {}
        words = {"message": making.text("牵连", "Linked"), "law": making.law()}
        found.append(
            {"key": f"link{second[-1]}", "effect": effect, "permits": [second], **cause, **kinds, **only_if} | words
        )
    making.data["dependencies"] = found


def _fees(making: Making) -> None:
    found = []
    for number, key in enumerate(making.data["permits"], start=1):
        if not making.chance():
            continue
        days = {"days": f"long_{number}"} if making.chance() else {}
        steps = {"steps": [{"from_month": 2, "plus_percent": 50}]} if days and making.chance() else {}
        words = {"name": making.text("费", "Charge"), "unit": making.text("份", "share"), "law": making.law()}
        rate = {"quantity": f"much_{number}", "rate_fen": making.number(1, 900)}
        found.append({"key": f"fee{number}", "permit": key, "when": f"has_{number}", **rate, **days, **steps, **words})
    making.data["fees"] = found


def _join(making: Making) -> None:
    keys = list(making.data["permits"])
    kind = making.one_of(JOINS)
    join: Data = {"kind": kind, "on_refusal": making.one_of(("finish_all", "stop_all", "veto"))}
    if kind == "k_of_n":
        join["k"] = making.number(1, len(keys))
        _always_required(making, keys if join["k"] > 1 else [])
    if kind == "weighted":
        weights = {key: making.number(1, 3) for key in keys}
        join |= {"weights": weights, "pass_weight": making.number(1, min(weights.values()))}
    if kind == "lead":
        join["lead"] = making.one_of(keys)
        _always_required(making, [join["lead"]])
    if join["on_refusal"] == "veto":
        join["veto"] = making.some(keys) or keys[:1]
    making.data["join"] = join


def _always_required(making: Making, keys: Sequence[str]) -> None:
    """Require permits without which the join cannot finish, whatever is answered."""
    for key in keys:
        reason = {"reason": making.text("总要", "Always"), "law": making.law()}
        making.data["permits"][key]["because"].append({"when": "true", **reason})


def _lane(making: Making) -> None:
    """Declare works that begin before their permit, and what the office's register knows."""
    if making.chance():
        making.data["questions"].append({"key": "urgent", "kind": "flag", "label": making.text("紧急", "Urgent")})
        making.data["facts"]["is_urgent"] = {"from": "urgent"}
        because = next(iter(making.data["permits"].values()))["because"]
        because.append({"when": "is_urgent", "reason": making.text("抢险", "Urgent works"), "law": making.law()})
        flags = {name: "breach" for name in ("late_flag", "silent_flag") if making.chance()}
        notify = making.some([one for one in making.data["departments"] if one in BUREAUS])
        words = {"law": making.law(), "rule": making.text("先行", "Works may begin")}
        making.data["emergency"] = {"answer": "urgent", "notify": notify, **flags, **words}
    if making.chance():
        making.data["questions"].append({"key": "since", "kind": "date", "label": making.text("何日起", "Since when")})
        making.data["facts"]["since"] = {"from": "since"}
        making.data["derived"]["is_old"] = "since < on"
        making.data["register"] = {"subject": "site.road", "facts": {"since": "opened_on"}}


def _materials_of_all(making: Making) -> None:
    keys = list(making.data["permits"])
    form = {"form": "application_form"} if making.chance() else {}
    making.data["materials"]["A01"] = {"name": making.text("申请表", "Form"), "permits": keys, **form, "renewal": True}
    if making.chance():
        power = {"name": making.text("委托书", "Power"), "permits": keys, "authorises": True, "variation": ["any"]}
        making.data["materials"]["A02"] = power


def _presentation(making: Making) -> None:
    data = making.data
    if making.chance():
        words = ((name, making.text("首页", "Start")) for name in ("title", "lead", "sentence"))
        data["start"] = {name: text for name, text in words if making.chance()}
    if making.chance():
        keys = making.some([one["key"] for one in data["questions"]])
        data["sections"] = [{"title": making.text("一节", "Section"), "questions": keys}] if keys else []
    if making.chance() and "register" not in data:
        named = {"kind": "text", "name": making.text("处所", "Spot"), "required": "submission"}
        fields = {"spot": {**named, "pages": ["form", "check", "case"], "input": True}}
        place = {"place": ["spot"]} if making.chance() else {}
        data["form"] = {"title": making.text("在哪里", "Where"), **place, "fields": fields}
    if making.chance():
        data["subject"] = {"purpose": making.text("事由", "for a purpose at", ["place"])}
