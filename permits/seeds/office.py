"""The demo office: a fictitious area, its departments, people, companies, roads and calendar."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, insert, select
from werkzeug.security import generate_password_hash

from permits.models import Area, Company, Department, Road, RoleGrant, User

AREA = "320699"
# key, name, short name, credit code, characters of its document numbers
DEPARTMENTS = (
    (
        "window",
        "政务服务中心综合窗口",
        "One-stop counter, Government Service Centre",
        "综合窗口",
        "Counter",
        "11320699YYDEM1019J",
        "通开窗",
    ),
    (
        "lead",
        "行政审批局",
        "Administrative Approval Bureau",
        "审批局",
        "Approval bureau",
        "11320699YYDEM1019J",
        "通开审",
    ),
    (
        "planning",
        "自然资源和规划局",
        "Natural Resources and Planning Bureau",
        "规划",
        "Planning",
        "11320699YYDEM1027D",
        "通开规许",
    ),
    (
        "police",
        "公安局交通警察大队",
        "Traffic Police Brigade",
        "公安交警",
        "Police",
        "11320699YYDEM10358",
        "通开公交许",
    ),
    ("roads", "市政道路管理局", "Municipal Roads Bureau", "市政道路", "Roads", "11320699YYDEM10433", "通开市政许"),
    ("greening", "园林绿化局", "Parks and Greening Bureau", "园林绿化", "Greening", "11320699YYDEM1051X", "通开园林许"),
    ("market", "市场监督管理局", "Market Regulation Bureau", "市场监管", "Market", "11320699YYDEM106XM", "通开市监许"),
    ("fire", "消防救援大队", "Fire and Rescue Brigade", "消防救援", "Fire", "11320699YYDEM1078M", "通开消检"),
    ("urban", "城市管理局", "Urban Management Bureau", "城市管理", "Urban", "11320699YYDEM1086G", "通开城管许"),
    ("government", "人民政府", "People's Government", "政府", "Government", "11320699YYDEM1019J", "通开政复"),
)
COMPANIES = (
    ("通江建设工程有限公司", "Tongjiang Construction Engineering Co., Ltd.", "91320699YYDEM0016R"),
    ("星湖置业发展有限公司", "Xinghu Property Development Co., Ltd.", "91320699YYDEM0024L"),
)
# user name, name zh, name en, roles (role, department), index of the company
# user name, name zh, name en, (role, department)…, number of the company
Person = tuple[str, str, str, tuple[tuple[str, str], ...], int | None]
PEOPLE: tuple[Person, ...] = (
    ("contractor", "陈建", "Chen Jian", (("applicant", ""),), 0),
    ("contractor2", "周敏", "Zhou Min", (("applicant", ""),), 1),
    ("window", "王芳", "Wang Fang", (("window", "window"),), None),
    ("planning", "李规", "Li Gui", (("clerk", "planning"),), None),
    ("police", "张警", "Zhang Jing", (("clerk", "police"),), None),
    ("roads", "刘路", "Liu Lu", (("clerk", "roads"),), None),
    ("roads2", "赵道", "Zhao Dao", (("clerk", "roads"),), None),
    ("greening", "林园", "Lin Yuan", (("clerk", "greening"),), None),
    ("market", "高检", "Gao Jian", (("clerk", "market"),), None),
    ("market2", "梅食", "Mei Shi", (("clerk", "market"),), None),
    ("fire", "严防", "Yan Fang", (("clerk", "fire"),), None),
    ("urban", "程容", "Cheng Rong", (("clerk", "urban"),), None),
    ("urban2", "施整", "Shi Zheng", (("clerk", "urban"),), None),
    ("market-head", "贾安", "Jia An", (("head", "market"),), None),
    ("fire-head", "霍平", "Huo Ping", (("head", "fire"),), None),
    ("urban-head", "成洁", "Cheng Jie", (("head", "urban"),), None),
    ("planning-head", "孙科", "Sun Ke", (("head", "planning"),), None),
    ("police-head", "钱队", "Qian Dui", (("head", "police"),), None),
    ("roads-head", "吴局", "Wu Ju", (("head", "roads"),), None),
    ("greening-head", "郑局", "Zheng Ju", (("head", "greening"),), None),
    ("lead", "何牵", "He Qian", (("lead", "lead"),), None),
    ("lead-head", "尚准", "Shang Zhun", (("head", "lead"),), None),
    ("government", "冯府", "Feng Fu", (("government", "government"),), None),
    ("manager", "陈主任", "Director Chen", (("manager", ""),), None),
    ("auditor", "沈审", "Shen Shen", (("auditor", ""),), None),
    ("admin", "韩管", "Han Guan", (("admin", ""),), None),
    ("admin2", "范核", "Fan He", (("admin", ""),), None),
)
# law-enforcement numbers of those who check sites
ENFORCEMENT = {
    "planning": "32069900101",
    "police": "32069900201",
    "police-head": "32069900202",
    "roads": "32069900301",
    "roads2": "32069900302",
    "greening": "32069900401",
    "greening-head": "32069900402",
    "market": "32069900501",
    "market2": "32069900502",
    "fire": "32069900601",
    "fire-head": "32069900602",
    "urban": "32069900701",
    "urban2": "32069900702",
}
CONTRACTORS = ("contractor", "contractor2")
ROADS = (
    ("通盛大道", "Tongsheng Avenue", date(2012, 6, 30), date(2019, 10, 20)),
    ("星湖大道", "Xinghu Avenue", date(2009, 5, 18), None),
    ("紫琅路", "Zilang Road", date(2015, 9, 1), None),
    ("东方大道", "Dongfang Avenue", date(2010, 3, 12), date(2024, 11, 30)),
    ("新开南路", "Xinkai South Road", date(2023, 6, 30), None),
    ("振兴路", "Zhenxing Road", date(2006, 12, 1), None),
)
ADDRESS = ("通富路1号政务服务中心1楼", "1/F, Government Service Centre, 1 Tongfu Road", "0513-80000000")


@cache
def password_hash(password: str) -> str:
    """Hash a demo password; the same for every run of this process, so that seeding is quick."""
    return generate_password_hash(password, method="scrypt:16384:8:1")


def seed_office(conn: Connection, area: str = AREA) -> None:
    """Insert the office into a prepared, empty database; the caller commits."""
    conn.execute(insert(Area).values(code=area, name_zh="通江开发区", name_en="Tongjiang Development Zone"))
    conn.execute(insert(Department), list(_departments(area)))
    conn.execute(insert(Road), list(_roads(area)))
    company_ids = [
        _id(conn, insert(Company).values(area=area, name=zh, name_en=en, uscc=code), Company)
        for zh, en, code in COMPANIES
    ]
    for person in PEOPLE:
        _seed_person(conn, area, person, company_ids)


def is_seeded(conn: Connection) -> bool:
    """Return whether the database has an office."""
    return conn.execute(select(Area.code).limit(1)).first() is not None


def _departments(area: str) -> Iterable[dict[str, object]]:
    address_zh, address_en, phone = ADDRESS
    for key, zh, en, short_zh, short_en, uscc, prefix in DEPARTMENTS:
        yield {
            "area": area,
            "key": key,
            "name_zh": zh,
            "name_en": en,
            "short_zh": short_zh,
            "short_en": short_en,
            "uscc": uscc,
            "document_prefix": prefix,
            "address_zh": address_zh,
            "address_en": address_en,
            "phone": phone,
        }


def _roads(area: str) -> Iterable[dict[str, object]]:
    for zh, en, opened_on, overhauled_on in ROADS:
        yield {
            "area": area,
            "name_zh": zh,
            "name_en": en,
            "road_class": "urban",
            "opened_on": opened_on,
            "overhauled_on": overhauled_on,
        }


def _id(conn: Connection, made: Any, model: Any) -> int:
    return int(conn.execute(made.returning(model.id)).scalar_one())


def _seed_person(conn: Connection, area: str, person: Person, company_ids: list[int]) -> None:
    username, name_zh, name_en, roles, company = person
    made = insert(User).values(
        area=area,
        username=username,
        name_zh=name_zh,
        name_en=name_en,
        email=f"{username}@example.invalid",
        phone="13800000000",
        password_hash=password_hash(username),
        company_id=None if company is None else company_ids[company],
        language="zh",
        is_active=True,
        enforcement_number=ENFORCEMENT.get(username, ""),
    )
    user_id = _id(conn, made, User)
    for role, department in roles:
        conn.execute(insert(RoleGrant).values(user_id=user_id, role=role, department=department, area=area))
