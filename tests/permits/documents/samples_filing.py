"""The plainest valid facts of the papers before an application is sent."""

from collections.abc import Mapping
from typing import Any

FILED: Mapping[str, Any] = {
    "registration": {
        "permit": {"zh": "仅销售预包装食品备案", "en": "Notification of the sale of prepacked food only"},
        "document": {"zh": "仅销售预包装食品备案信息表", "en": "Record of the sale of prepacked food only"},
        "department": {"zh": "市场监督管理局", "en": "Market Regulation"},
        "registered_on": "2026-09-17",
        "scope": [{"label": {"zh": "业务", "en": "Business"}, "value": {"zh": "预包装食品", "en": "Prepacked food"}}],
    },
    "advice": {
        "case_number": "ZX32069920260917000001",
        "number": "ZX32069920260917000001",
        "applicant": {"name": {"zh": "咨询人", "en": "To whom it may concern"}, "id_label": "", "id_masked": ""},
        "bundle": {"zh": "道口开设一件事", "en": "Site access in one matter"},
        "bundle_version": "2026.1",
        "outcome": "proceed",
        "is_open": True,
        "permits": [
            {
                "key": "trees",
                "reason": {"zh": "移植6株", "en": "6 trees are transplanted"},
                "law": "《城市绿化条例》第二十条",
            }
        ],
        "names": {"trees": "砍伐城市树木审批"},
        "materials": [{"code": "M01", "name": {"zh": "申请表", "en": "Application form"}, "shared": False}],
        "gates": [],
        "warnings": [{"message": {"zh": "请核对年度挖掘计划", "en": "Check the annual plan"}}],
        "committed_days": 7,
        "promised_on": "2026-09-28",
        "answers": [{"label": {"zh": "占用部位", "en": "Part occupied"}, "value": {"zh": "人行道", "en": "Footway"}}],
    },
    "application_form": {
        "bundle": {"zh": "道口开设一件事", "en": "Site access in one matter"},
        "sections": [
            {
                "name": {"zh": "申请人", "en": "Applicant"},
                "lines": [{"label": {"zh": "名称", "en": "Name"}, "value": "示范建设发展有限公司"}],
            },
            {"name": {"zh": "项目", "en": "Project"}, "lines": []},
        ],
        "permits": ["占用、挖掘城市道路审批", "砍伐城市树木审批"],
        "materials": [{"code": "M01", "name": {"zh": "申请表", "en": "Application form"}}],
    },
    "undertaking": {
        "undertaking": {"zh": "按批准的位置施工，竣工后恢复原状", "en": "To keep to the place approved and restore it"},
    },
}
