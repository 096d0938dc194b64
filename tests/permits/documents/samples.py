"""The plainest valid facts of each kind, in both languages, with names long enough to wrap."""

from collections.abc import Mapping
from typing import Any

from tests.permits.documents.samples_filing import FILED

LAW = {"zh": "《城市道路管理条例》第三十条、第三十一条", "en": "Urban Road Regulations, Articles 30 and 31"}
P1 = {"zh": "占用、挖掘城市道路审批", "en": "Road occupation and excavation permit"}
P4 = {"zh": "砍伐城市树木、迁移古树名木审批", "en": "Tree works permit"}
ROADS = {"zh": "示范区市政管理局", "en": "Roads Department of the Model Zone"}
NUMBER = "DK32069920260917000233-P1"
COMMON: Mapping[str, Any] = {
    "number": "示开审〔2026〕23号",
    "issuing_body": {
        "zh": "示范经济技术开发区行政审批局",
        "en": "Administrative Approval Bureau of the Model Economic and Technological Development Zone",
    },
    "issued_on": "2026-09-17",
    "case_number": "DK32069920260917000233",
    "applicant": {
        "name": "示范建设发展有限公司",
        "id_label": {"zh": "统一社会信用代码", "en": "Unified social credit code"},
        "id_masked": "91320699********4L",
    },
    "project": "示范科技园二期厂房及配套道路工程",
    "site": "紫琅路东侧、通盛大道南侧，距交叉口一百二十米",
    "receipt": {"seq": 4, "hash": "3f9c2a7be01d44c5" * 4},
    "sandbox": False,
    "verify_url": "https://permits.example/track/DK32069920260917000233",
    "agent": "陈明",
    "contact": {"zh": "综合窗口 0513-80000000", "en": "One-stop counter, 0513-80000000"},
}
REMEDIES = {
    "served_on": "2026-09-17",
    "reconsideration_body": {"zh": "示范市人民政府", "en": "the Model City People's Government"},
    "reconsideration_last_on": "2026-11-16",
    "court": {"zh": "示范市经济技术开发区人民法院", "en": "the People's Court of the Model Zone"},
    "court_last_on": "2027-03-17",
    "respondent": {"zh": "示范市行政审批局", "en": "the Model City Approval Bureau"},
}
DEFICIENCY = {
    "code": "M09",
    "target": {"zh": "道路修复方案及承诺书", "en": "Reinstatement scheme and undertaking"},
    "department": ROADS,
    "deficiency": "wrong-scale",
    "answer": {"zh": "平面图.pdf", "en": "平面图.pdf"},
    "reason": {"zh": "平面图比例为1:2000，无法核对修复范围", "en": "The plan is at 1:2000; the area cannot be checked"},
    "remedy": {"zh": "提交比例不小于1:500的平面图", "en": "Hand in a plan at 1:500 or larger"},
}
DECISION: Mapping[str, Any] = {
    "permit": P1,
    "department": ROADS,
    "accepted_on": "2026-09-10",
    "decided_on": "2026-09-17",
    "found": [
        {"zh": "拟开设道口宽12米，位于紫琅路东侧", "en": "The access is 12 m wide, on the east side of Zilang Road"},
        "紫琅路2015年6月30日交付使用，已满五年",
    ],
    "reasons": [{"zh": "占道期限超过九十日上限", "en": "The term asked for exceeds the maximum of ninety days"}],
    "remedies": REMEDIES,
    "opinions": [{"label": {"zh": "公安交警", "en": "Traffic police"}, "value": {"zh": "同意", "en": "Agrees"}}],
    "form_version": 2,
    "level": {"zh": "市园林绿化主管部门", "en": "the city's greening department"},
}
SCOPE = [
    {"label": {"zh": "占用面积", "en": "Area occupied"}, "value": "60 m²"},
    {"label": {"zh": "占用位置", "en": "Place"}, "value": {"zh": "东侧人行道", "en": "Eastern footway"}},
]
CONDITIONS = [
    {
        "text": {"zh": "施工现场应当设置明显标志和防围设施", "en": "Put up clear signs and fencing"},
        "law": LAW,
    },
    {"text": "每日20:00至次日6:00施工"},
]
CLOCK = [
    ("2026-09-17", "start", False, 0, "", ""),
    ("2026-09-18", "counted", True, 1, "", ""),
    ("2026-09-19", "weekend", False, 1, "", ""),
    ("2026-09-20", "make_up", True, 2, "国庆节调休", "National Day, made up"),
    ("2026-09-21", "counted", True, 3, "", ""),
    ("2026-09-22", "counted", True, 4, "", ""),
    ("2026-09-23", "counted", True, 5, "", ""),
    ("2026-09-24", "counted", True, 6, "", ""),
    ("2026-09-25", "holiday", False, 6, "中秋节", "Mid-Autumn Festival"),
    ("2026-09-26", "holiday", False, 6, "中秋节", "Mid-Autumn Festival"),
    ("2026-09-27", "holiday", False, 6, "中秋节", "Mid-Autumn Festival"),
    ("2026-09-28", "due", True, 7, "", ""),
]
MATERIALS = [
    {"code": "M01", "name": {"zh": "道口开设一件事申请表", "en": "Single joint application form"}, "files": 1},
    {"code": "M02", "name": {"zh": "营业执照", "en": "Business licence"}, "state": "shared"},
    {"code": "M07", "name": {"zh": "施工组织设计", "en": "Construction method statement"}, "state": "tolerated"},
]
PERMIT_LINE = {
    "name": P1,
    "department": ROADS,
    "law": LAW,
    "committed_working_days": 7,
    "committed_due_on": "2026-09-28",
    "statutory_working_days": 20,
    "statutory_due_on": "2026-10-21",
}
STEP = {
    "name": {"zh": "专家评审", "en": "Expert review"},
    "law": {"zh": "《中华人民共和国行政许可法》第四十五条", "en": "Administrative Licensing Law, Article 45"},
    "limit_working_days": 10,
    "stops_clock": True,
}
BUNDLE = {"zh": "道口开设一件事", "en": "Site access in one matter"}
PARTIES = ["紫琅花园业主委员会", "紫琅路小学"]
HEARING = {
    "held_on": "2026-10-20",
    "held_at": "09:30",
    "place": "示范区政务服务中心三楼听证室",
    "chair": "何牵",
}
OWN: Mapping[str, Mapping[str, Any]] = {
    "receipt": {
        "bundle": BUNDLE,
        "received_on": "2026-09-17",
        "intake_due_on": "2026-09-23",
        "materials": MATERIALS,
    },
    "acceptance": {
        "bundle": BUNDLE,
        "accepted_on": "2026-09-17",
        "committed_due_on": "2026-09-28",
        "permits": [PERMIT_LINE, {**PERMIT_LINE, "name": P4, "special_steps": [STEP], "provisional": True}],
        "tolerated": [{**MATERIALS[2], "due_on": "2026-09-24"}],
        "clock": [
            {"on": on, "why": why, "working": counted, "counted": counted, "used": used, "left": 7 - used}
            | {"name_zh": zh, "name_en": en}
            for on, why, counted, used, zh, en in CLOCK
        ],
        "provisional": True,
    },
    "deficiency": {
        "received_on": "2026-09-15",
        "items": [DEFICIENCY, {**DEFICIENCY, "code": "M05", "target": "道口设计图"}],
        "supplement_working_days": 10,
        "supplement_due_on": "2026-10-08",
    },
    **FILED,
    "non_acceptance": {
        "received_on": "2026-09-17",
        "reason": {"zh": "道口接入县道，属于公路", "en": "The access joins a county highway"},
        "refer_to": {"zh": "示范市公路事业发展中心", "en": "the Highway Agency of the Model City"},
        "remedies": REMEDIES,
    },
    "not_required": {
        "received_on": "2026-09-17",
        "reason": {"zh": "不占用道路、绿地，不涉及树木", "en": "Neither road nor green space nor trees are touched"},
    },
    "grant": {
        **DECISION,
        "narrower": True,
        "scope": [{**SCOPE[0], "asked": "120 m²"}, SCOPE[1]],
        "conditions": CONDITIONS,
        "valid_from": "2026-09-20",
        "valid_to": "2026-12-18",
        "licence_number": "DK32069920260917000233-P1",
        "licence_name": {"zh": "临时占用道路许可证", "en": "Licence to Occupy a Road Temporarily"},
    },
    "refusal": {**DECISION},
    "licence": {
        "title": {"zh": "临时占用道路许可证", "en": "Licence to Occupy a Road Temporarily"},
        "verify_url": "https://permits.example/verify/DK32069920260917000233-P1?code=XD3BYERS0S",
        "licence_number": "DK32069920260917000233-P1",
        "code": "XD3BYERS0S",
        "permit": P1,
        "scope": SCOPE,
        "valid_from": "2026-09-20",
        "valid_to": "2026-12-18",
        "conditions": CONDITIONS,
        "law": LAW,
    },
    "licence_decision": {
        "title": {"zh": "撤销行政许可决定书", "en": "Decision to Revoke an Administrative Licence"},
        "licence_number": "DK32069920260917000233-P1",
        "licence_name": {"zh": "临时占用道路许可证", "en": "Licence to Occupy a Road Temporarily"},
        "found": [{"zh": "建设工程规划许可证系伪造", "en": "The planning permit was forged"}],
        "reasons": [{"zh": "以欺骗手段取得行政许可", "en": "The licence was obtained by fraud"}],
        "effect": {"zh": "撤销该证照", "en": "the licence is revoked"},
        "remedies": REMEDIES,
    },
    "delivery": {
        "items": [{"title": {"zh": "准予行政许可决定书", "en": "Decision to grant"}, "number": "示开审许〔2026〕8号"}],
        "method": {"zh": "直接送达", "en": "In person"},
        "delivered_on": "2026-09-17",
        "recipient": "陈明",
    },
    "withdrawal": {
        "requested_on": "2026-09-16",
        "permits": [
            {"name": P1, "state": {"zh": "终止办理", "en": "Ended"}},
            {
                "name": P4,
                "state": {"zh": "已准予，继续有效", "en": "Granted, stands"},
                "licence_number": "DK32069920260917000233-P4",
            },
        ],
        "reason": "项目总平面调整",
    },
    "not_decided": {"permits": [P1], "awaited": [P4], "ended_on": "2026-09-16"},
    "lapse": {
        "notice_number": "示开审补〔2026〕5号",
        "notified_on": "2026-09-01",
        "supplement_due_on": "2026-09-15",
        "items": [DEFICIENCY],
    },
    "extension": {
        "scope": P4,
        "working_days": 10,
        "old_due_on": "2026-10-16",
        "new_due_on": "2026-10-30",
        "reason": {"zh": "绿化方案复杂", "en": "The planting scheme is complex"},
        "approved_by": {"zh": "示范区园林绿化局负责人", "en": "the head of the Greening Department"},
    },
    "moot_question": {
        "refused": P1,
        "permits": [P4],
        "reasons": [{"zh": "道口不能开设", "en": "There is no access"}],
        "answer_by": "2026-09-22",
    },
    "amendment": {
        "version": 2,
        "changed_on": "2026-09-21",
        "changes": [
            {
                "label": {"zh": "施工或占用的起止日期", "en": "First and last day of the works"},
                "before": {"zh": "2026年8月20日至2026年10月20日", "en": "20 August 2026 – 20 October 2026"},
                "after": {"zh": "2026年9月10日至2026年11月10日", "en": "10 September 2026 – 10 November 2026"},
            }
        ],
        "asked_again": [{"label": P1, "value": {"zh": "公安局交通警察大队", "en": "Traffic Police"}}],
        "committed_due_on": "2026-09-28",
    },
    "supervision": {
        "department": {"zh": "公安局交通警察大队", "en": "Traffic Police Brigade"},
        "duty": {"zh": "会签", "en": "a concurrence"},
        "permit": P4,
        "due_on": "2026-09-21",
        "answer_by_on": "2026-09-28",
        "reason": "",
    },
    "special_procedure": {
        "permit": P4,
        "procedure": {"zh": "专家评审", "en": "an expert review"},
        "procedure_law": LAW,
        "reason": {"zh": "移植行道树六十株", "en": "Sixty street trees are to be moved"},
        "stopped_on": "2026-09-18",
        "expected_working_days": 10,
    },
    "fee_notice": {
        "permit": P1,
        "lines": [
            {
                "name": {"zh": "城市道路占用费（人行道）", "en": "Road occupation fee (footway)"},
                "unit": {"zh": "平方米·天", "en": "m² and day"},
                "law": {"zh": "《城市道路管理条例》第三十七条", "en": "Urban Road Administration Regulations art. 37"},
                "quantity": "60",
                "days": 30,
                "rate": "¥0.20",
                "plus_percent": 50,
                "multiplier": "5",
                "amount": "¥2,700.00",
            }
        ],
        "total": "¥2,700.00",
        "paid": "¥360.00",
        "left": "¥2,340.00",
        "pay_by": "2026-10-02",
        "replaces": "DK32069920260917000233-P1-F1",
    },
    "refund_notice": {
        "permit": P1,
        "amount": "¥360.00",
        "reason": {"zh": "申请人撤回申请", "en": "the application was withdrawn"},
        "paid_under": "DK32069920260917000233-P1-F1",
    },
    "emergency_report": {
        "rule": {"zh": "可以先行抢修，并应同时通知主管部门", "en": "Repair at once and notify the departments"},
        "started_at": "2026-02-14T15:10:00.000000Z",
        "file_by_at": "2026-02-15T15:10:00.000000Z",
        "hours": 24,
        "notified": [{"name": ROADS, "at": "2026-02-14T15:10:00.000000Z"}],
    },
    "forwarding": {
        "permit": P1,
        "department": ROADS,
        "approver": {"zh": "市人民政府", "en": "the city government"},
        "forwarded_on": "2026-06-12",
        "working_days": 20,
        "due_on": "2026-07-13",
        "opinion": "道路尚在禁挖期内，确有特殊需要，建议批准",
        "materials": [{"code": "M24", "name": {"zh": "特殊情况挖掘说明", "en": "Statement of special need"}}],
    },
    "limits_moved": {
        "source": "国办发明电〔2026〕99号",
        "limits": [
            {
                "limit": {"zh": "联合办理期限", "en": "Limit of joint handling"},
                "old_due_on": "2027-02-24",
                "new_due_on": "2027-02-23",
            },
            {
                "limit": {"zh": "法定时限", "en": "Statutory limit"},
                "old_due_on": "2027-01-25",
                "new_due_on": "2027-01-26",
            },
        ],
    },
    "hearing_right": {"permit": P4, "parties": PARTIES, "request_by_on": "2026-09-24"},
    "hearing_notice": {"permit": P4, "parties": PARTIES, **HEARING},
    "hearing_record": {
        "permit": P4,
        "parties": PARTIES,
        **HEARING,
        "record": "业主代表认为移植香樟六十株影响小区隔音，申请人说明将补植一百二十株",
        "signed_by": ["紫琅花园业主委员会 王芳", "陈明", "何牵"],
    },
    "survey_record": {
        "place": "紫琅路道口现场",
        "surveyed_on": "2026-09-22",
        "departments": [ROADS, {"zh": "示范区园林绿化局", "en": "Greening Department of the Model Zone"}],
        "officers": ["李勇（市政）", "周敏（园林）"],
        "findings": "道口范围内现有香樟六十株，胸径与清单一致；管线位置与图纸一致",
        "photos": [{"name": "IMG_0231.jpg", "sha256": "9f" * 32}, {"name": "IMG_0232.jpg", "sha256": "0a" * 32}],
    },
    "intent_notice": {
        "licence_number": NUMBER,
        "licence_name": P1,
        "ending": {"zh": "撤销", "en": "revoke"},
        "ground": {"zh": "以欺骗手段取得行政许可", "en": "The licence was obtained by fraud"},
        "ground_law": {"zh": "《中华人民共和国行政许可法》第六十九条", "en": "Administrative Licensing Law art. 69"},
        "facts": "经向发证机关核实，所提交的建设工程规划许可证系伪造",
        "answer_by_on": "2026-09-29",
    },
    "restoration_order": {
        "licence_number": NUMBER,
        "licence_name": P1,
        "restore_by_on": "2026-10-16",
        "order": {"zh": "请于{day}前恢复原状（{law}）。", "en": "Restore the site by {day} ({law})."},
    },
    "inspection_record": {
        "licence_number": NUMBER,
        "licence_name": P1,
        "held_on": "2026-09-22",
        "officers": ["李勇（市政）", "周敏（园林）"],
        "findings": "人行道板铺装平整，盲道连续；路缘石一处松动",
        "is_accepted": False,
        "rectify_by_on": "2026-10-10",
        "warranty_to": "2027-09-22",
        "beyond": [
            {"zh": "占用面积：实测75平方米，许可60平方米", "en": "Area occupied: 75 m² measured, 60 m² licensed"}
        ],
    },
    "check_record": {
        "licence_number": NUMBER,
        "licence_name": P1,
        "held_on": "2026-09-22",
        "officers": ["李勇（市政）", "周敏（园林）"],
        "findings": "移植香樟三十株，枯死两株",
        "result": {"zh": "部分死亡，责令补植", "en": "Trees have died and are to be replaced"},
        "follows": [
            {
                "zh": "成活28株，死亡2株，应于2026年11月30日前补植4株",
                "en": "28 trees live, 2 are dead: plant 4 by 30 November 2026",
            }
        ],
    },
}


def facts(kind: str, **changes: Any) -> dict[str, Any]:
    """Give the facts of one kind, with changes."""
    return {**COMMON, **OWN[kind], **changes}
