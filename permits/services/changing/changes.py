"""What differs between two versions of a form, as lines of a paper or page: label, as it was, as it is."""

from collections.abc import Callable, Mapping
from typing import Any

from forms.identity import mask_id, mask_phone
from permits.services.case.scope import answer_lines
from workflows import Bundle

NOTHING = {"zh": "（无）", "en": "(none)"}
LABELS: Mapping[str, Mapping[str, str]] = {
    "applicant.kind": {"zh": "申请人类型", "en": "Kind of applicant"},
    "applicant.name": {"zh": "申请人", "en": "Applicant"},
    "applicant.uscc": {"zh": "统一社会信用代码", "en": "Unified social credit code"},
    "applicant.resident_id": {"zh": "申请人身份证号码", "en": "Applicant's identity number"},
    "applicant.phone": {"zh": "申请人电话", "en": "Applicant's telephone"},
    "applicant.address": {"zh": "申请人地址", "en": "Applicant's address"},
    "agent.name": {"zh": "经办人", "en": "Agent"},
    "agent.resident_id": {"zh": "经办人身份证号码", "en": "Agent's identity number"},
    "agent.phone": {"zh": "经办人电话", "en": "Agent's telephone"},
    "agent.email": {"zh": "经办人邮箱", "en": "Agent's e-mail"},
    "project.name": {"zh": "项目名称", "en": "Project"},
    "project.code": {"zh": "项目代码", "en": "Project code"},
    "project.type": {"zh": "项目类型", "en": "Kind of project"},
    "site.road": {"zh": "道路", "en": "Road"},
    "site.address": {"zh": "地址", "en": "Address"},
    "site.geometry": {"zh": "位置图形", "en": "Shape on the map"},
}
HIDDEN: Mapping[str, Callable[[str], str]] = {"resident_id": mask_id, "phone": mask_phone}


def change_lines(bundle: Bundle, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List every field that differs, with numbers of people masked; the questions of the bundle in its own words."""
    questions = {question.key: question for question in bundle.questions}
    lines = []
    for part, fields in after.items():
        for key, value in fields.items():
            old = before.get(part, {}).get(key)
            if part == "answers" and key in questions:
                label = {"zh": questions[key].label.zh, "en": questions[key].label.en}
                said = [_answer(questions[key], one) for one in (old, value)]
            else:
                label = dict(LABELS.get(f"{part}.{key}", {"zh": key, "en": key}))
                said = [_field(key, one) for one in (old, value)]
            lines.append({"label": label, "before": said[0], "after": said[1]})
    return lines


def _field(key: str, value: Any) -> Any:
    if value in (None, "", {}):
        return NOTHING
    if isinstance(value, Mapping):
        return {"zh": "已标绘", "en": "drawn"}
    return HIDDEN.get(key, str)(str(value))


def _answer(question: Any, value: Any) -> Any:
    if value in (None, "", {}, []):
        return NOTHING
    lines = list(answer_lines(question, value))
    if len(lines) == 1 and not isinstance(value, Mapping):
        return lines[0]["value"]
    is_named = not isinstance(value, list)
    return {lang: _joined(lines, lang, is_named=is_named) for lang in ("zh", "en")}


def _joined(lines: list[dict[str, Any]], lang: str, *, is_named: bool) -> str:
    comma = "；" if lang == "zh" else "; "
    said = ((_in(line["label"], lang), _in(line["value"], lang)) for line in lines)
    return comma.join(f"{label} {value}" if is_named else value for label, value in said)


def _in(value: Any, lang: str) -> str:
    return str(value[lang]) if isinstance(value, Mapping) else str(value)
