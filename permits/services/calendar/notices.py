"""The notice 期限变动告知书: notified days that moved with the calendar, the new days and the decision behind them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from permits.casefile import CaseFile
from permits.services.calendar.recounting import Count
from permits.services.notifying.notices import common, issue, licensing_law, words

LAW_82 = licensing_law("第八十二条", "art. 82")
LIMITS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "intake": {"zh": "申请材料审查期限", "en": "Check of the application papers"},
        "supplement": {"zh": "补正期限", "en": "Supplement of the materials"},
        "committed": {"zh": "承诺时限", "en": "Committed limit"},
        "statutory": {"zh": "法定时限", "en": "Statutory limit"},
        "joint": {"zh": "联合办理期限", "en": "Limit of joint handling"},
        "delivery": {"zh": "送达期限", "en": "Delivery of the decision"},
        "tolerance": {"zh": "容缺材料补交期限", "en": "Materials promised for later"},
        "moot_answer": {"zh": "答复是否继续办理期限", "en": "Answer whether permits go on"},
        "hearing_request": {"zh": "申请听证期限", "en": "Request for a hearing"},
        "restoration": {"zh": "恢复期限", "en": "Restoration of the site"},
        "public_notice": {"zh": "公示期", "en": "Public notice"},
    }
)


def issue_limits_moved(case: CaseFile, moved: Sequence[Count], *, change: int | str, because: str) -> None:
    """Issue the notice of moved days: from when to when, and why; also for days that moved later.

    `change` is the number of the calendar's change, or the bundle version the case was moved to.

    Law: Administrative Licensing Law art. 82.
    """
    facts: dict[str, object] = {
        **common(case, number=f"{case.app.number}-QX{change}", body="window", law=LAW_82),
        "source": because,
        "limits": [
            {
                "limit": _named(case, one),
                "old_due_on": one.old[0].isoformat(),
                "new_due_on": one.new[0].isoformat(),
                "provisional": one.is_provisional,
            }
            for one in moved
        ],
    }
    issue(case, "limits_moved", facts)


def _named(case: CaseFile, count: Count) -> dict[str, str]:
    limit = LIMITS.get(count.key, {"zh": count.key, "en": count.key})
    if count.scope not in case.bundle.permits:
        return dict(limit)
    permit = words(case.bundle.permits[count.scope].name)
    return {"zh": f"{permit['zh']}：{limit['zh']}", "en": f"{permit['en']}: {limit['en']}"}
