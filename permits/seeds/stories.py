"""Data for the demo history: sites, requests of companies, outcomes, opinions of departments."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from permits.services.filing.applications import DraftForm

DESKS = (
    ("planning", "planning"),
    ("police", "police"),
    ("roads", "roads"),
    ("greening", "greening"),
)
OPINIONS = {
    "planning": "道口位置与批准的总平面图一致，同意。",
    "police": "交通组织方案可行，同意。施工期间须保留一条通行车道。",
    "roads": "修复方案符合技术规程，准予许可。",
    "greening": "占用范围与移植方案合理，同意。",
    "market": "经营场所布局、设施符合食品安全要求，准予许可。",
    "fire": "消防设施完好，安全出口和疏散通道畅通，同意。",
    "urban": "招牌位置、体量与街景协调，准予设置。",
}
REFUSALS = {
    "planning": "道口位于禁止开口路段，与批准的总平面图不符。",
    "police": "道口距交叉口不足七十米，影响交通安全。",
    "roads": "修复方案不符合技术规程。",
    "greening": "道口位置可移动六米以避让行道树，移植可行，不予砍伐。",
}
NOTIFY_FIRST: Mapping[str, object] = {"kind": "notify_before_start", "text": "开工前两个工作日书面通知本机关。"}
CONDITIONS: Mapping[str, Mapping[str, object]] = {
    "trees": {"kind": "replanting", "text": "按 1:2 补植同规格乔木。"},
    "food-service": {"kind": "equipment", "text": "餐饮具消毒设备和冷藏设备应当持续正常运转。"},
    "fire-safety": {"kind": "equipment", "text": "消防设施每月检查并记录。"},
    "outdoor-sign": {"kind": "brightness", "text": "二十二时后关闭招牌照明。"},
}
MISSING = "该材料缺失或比例不符。"
HAND_IN = "请按要求补交盖章原件的扫描件。"
HIGHWAY = "道口接入县道，属公路管理机构职权。"
HIGHWAY_AGENCY = "highway"
NOTHING_NEEDED = "施工不占用、不挖掘城市道路，也不涉及绿地树木，无需许可。"
CHANGED_PLANS = "项目方案调整，暂不施工。"
THANKS = "一次办成，很方便。"

NEW_ROAD = "新开南路"
ROADS = ("通盛大道", "星湖大道", "紫琅路", "振兴路")
PROJECTS = (
    "通江智造产业园一期",
    "星湖生活广场",
    "东港物流中心",
    "紫琅科创园二期",
    "开发区第二中学扩建工程",
    "海智医药研发楼",
    "滨江安置房四期",
    "能达商务中心",
    "新材料中试基地",
    "城西加油站改造",
)


@dataclass(frozen=True)
class Plot:
    """A request and its outcome."""

    wish: str
    fate: str
    counter_days: int = 1
    days: Mapping[str, int | None] = field(default_factory=dict)
    refusals: frozenset[tuple[str, str]] = frozenset()
    is_running: bool = False
    is_delivered: bool = False


BRISK: Mapping[str, int | None] = {"planning": 1, "police": 1, "roads": 1, "greening": 1}
MATTER = "road-access"
WISHES = ("dig", "four", "green", "occupy", "trees", "pipes")
WITH_TREES = frozenset({"four", "trees"})
NO_REFUSAL: frozenset[tuple[str, str]] = frozenset()


def plots(count: int, dice: random.Random) -> list[Plot]:
    """Generate `count` plots: every state, some late, most on time."""
    fixed = [
        *(Plot(WISHES[n % 6], "draft", is_running=True) for n in range(4)),
        *(Plot(WISHES[n % 6], "received", is_running=True) for n in range(6)),
        *(Plot(WISHES[n % 6], "supplement", is_running=True) for n in range(5)),
        *(Plot(WISHES[n % 6], "lapsed") for n in range(3)),
        *(Plot(WISHES[n % 6], "withdrawn", is_running=n % 2 == 0) for n in range(4)),
        *(Plot("highway", "refer") for _ in range(2)),
        *(Plot("nothing", "not_required") for _ in range(2)),
        *(Plot("moratorium", "accepted", counter_days=0, days=BRISK, is_running=True) for _ in range(2)),
        *(Plot("dig", "deemed", days=_pace(dice)) for _ in range(2)),
        *(Plot(WISHES[n % 6], "accepted", days=_unfinished(n, dice), is_running=True) for n in range(18)),
        *(Plot(WISHES[n % 6], "accepted", days=_pace(dice), is_running=True) for n in range(5)),
        *(Plot("trees", "accepted", days=_pace(dice), refusals=_refusal(n), is_delivered=True) for n in range(4)),
        Plot(
            "dig", "accepted", days=_pace(dice), refusals=frozenset({("roads", "road-occupation")}), is_delivered=True
        ),
    ]
    rest = [
        Plot(WISHES[n % 6], "mended" if n % 6 == 5 else "accepted", days=_pace(dice), is_delivered=True)
        for n in range(count - len(fixed))
    ]
    mixed = fixed + rest
    dice.shuffle(mixed)
    return mixed


def _pace(dice: random.Random) -> dict[str, int | None]:
    """Return after how many working days each department answers; police is sometimes late."""
    return {
        "planning": dice.choice((1, 1, 2, 2, 3)),
        "police": dice.choice((1, 2, 3, 3, 4, 6)),
        "roads": dice.choice((3, 4, 4, 5)),
        "greening": dice.choice((2, 3, 4, 5)),
    }


def _unfinished(index: int, dice: random.Random) -> dict[str, int | None]:
    """Leave one or two departments without an answer, so that some cases are open or late."""
    pace = _pace(dice)
    pace[("police", "roads", "greening", "planning")[index % 4]] = None
    if index % 3 == 0:
        pace["roads"] = None
    return pace


def _refusal(index: int) -> frozenset[tuple[str, str]]:
    return frozenset({("greening", "trees")}) if index % 2 == 0 else frozenset()


def conditions(permit: str, kind: str) -> list[dict[str, object]]:
    """Return the usual conditions of a decision on this permit."""
    if kind != "decision":
        return []
    return [dict(CONDITIONS.get(permit, NOTIFY_FIRST))]


def form(index: int, plot: Plot, on: date) -> DraftForm:
    """Build the form of the index-th story."""
    company = index % 3 == 0
    name, uscc = (
        ("星湖置业发展有限公司", "91320699YYDEM0024L") if company else ("通江建设工程有限公司", "91320699YYDEM0016R")
    )
    return DraftForm(
        bundle=MATTER,
        applicant={"kind": "company", "name": name, "uscc": uscc},
        agent={"name": "周敏" if company else "陈建", "phone": "13800000000", "resident_id": "320699190001010016"},
        project={"name": PROJECTS[index % len(PROJECTS)], "type": "private"},
        site={
            "road": NEW_ROAD if plot.wish == "moratorium" else ROADS[index % len(ROADS)],
            "address": f"{18 + index * 4}号",
        },
        answers=answers(plot.wish, index, on),
    )


def answers(wish: str, index: int, on: date) -> dict[str, object]:
    """Build the questionnaire's answers for one kind of request."""
    found: dict[str, object] = {
        "road_class": "highway" if wish == "highway" else "urban",
        "access_kind": "temporary",
        "period": {
            "from": (on + timedelta(days=20)).isoformat(),
            "to": (on + timedelta(days=20 + 60 + index % 25)).isoformat(),
        },
    }
    occupy = {"part": "footway", "area_m2": 40 + index % 40, "days": 60 + index % 25}
    trees = [
        {
            "species": "香樟",
            "dbh_cm": 16 + index % 10,
            "count": 2 + index % 5,
            "action": "transplant",
            "street_tree": True,
        }
    ]
    extra: dict[str, dict[str, object]] = {
        "occupy": {"occupy": occupy},
        "dig": {"occupy": occupy, "excavate": {"area_m2": 20 + index % 30}},
        "green": {
            "occupy": occupy,
            "excavate": {"area_m2": 25},
            "green": {"area_m2": 60 + index, "months": 6, "stays_after": False},
        },
        "trees": {"occupy": occupy, "green": {"area_m2": 50, "months": 6, "stays_after": False}, "trees": trees},
        "pipes": {
            "occupy": occupy,
            "excavate": {"area_m2": 30},
            "utilities": {"works": ["lamp", "cable"], "on_bridge": False},
        },
        "moratorium": {"occupy": occupy, "excavate": {"area_m2": 30}},
        "highway": {"occupy": occupy},
    }
    extra["four"] = {**extra["green"], **extra["pipes"], "trees": trees}
    return {**found, **extra.get(wish, {})}
