"""The invented staff of the demo bureau: who leads, who records, who checks. Every name here is made up."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

#: The demo bureau's name; the bracket says on every page that nothing in it is real.
DEMO_BUREAU: Final = "示范区财政局（演示）"

#: Meant to be known: it opens invented data only, and every page says so.
DEMO_PASSWORD: Final = "Kaohe-demo-2026"  # noqa: S105

DIRECTOR: Final = "director"
DEPUTY: Final = "deputy_director"
HEAD: Final = "department_head"
OFFICE: Final = "office"
CLERK: Final = "clerk"
CHECKER: Final = "checker"
AUDITOR: Final = "auditor"
ADMINISTRATOR: Final = "administrator"
SECURITY: Final = "security"
OFFICER: Final = "officer"


class DemoPerson(NamedTuple):
    """One officer. `department` is empty for the bureau's leaders; `supervises` holds codes of departments."""

    login: str
    name: str
    title: str
    role: str
    department: str = ""
    supervises: tuple[str, ...] = ()


LEADERS: Final = (
    DemoPerson("shenhuaiyuan", "沈怀远", "局长", DIRECTOR, "", ("office",)),
    DemoPerson("guomingli", "郭明礼", "副局长", DEPUTY, "", ("budget", "supervision", "treasury_centre")),
    DemoPerson("luoyaqin", "罗雅琴", "副局长", DEPUTY, "", ("administration", "general", "accounting")),
    DemoPerson("tangzhiheng", "唐志恒", "副局长", DEPUTY, "", ("procurement", "assets", "enterprise")),
    DemoPerson("dingshouzheng", "丁守正", "派驻纪检监察组组长", AUDITOR),
)

#: Department by department, in the decreed order: login, name, title, role.
STAFF: Final[dict[str, tuple[tuple[str, str, str, str], ...]]] = {
    "office": (
        ("zhouwenjing", "周文静", "主任", HEAD),
        ("wuhaitao", "吴海涛", "副主任（考核办）", OFFICE),
        ("linxiaoyan", "林晓燕", "考核办专员", OFFICE),
        ("yangfan", "杨帆", "信息系统管理员", ADMINISTRATOR),
        ("zhenglihua", "郑丽华", "文书", CLERK),
        ("hezhiqiang", "何志强", "信息宣传干事", OFFICER),
        ("xuwenbo", "许文博", "机要干事（安全管理员）", SECURITY),
        ("songyumei", "宋玉梅", "档案干事", OFFICER),
        ("gaojianjun", "高建军", "后勤干事", OFFICER),
    ),
    "budget": (
        ("zhaolixin", "赵立新", "科长", HEAD),
        ("sunyanan", "孙雅楠", "副科长", CHECKER),
        ("lihuimin", "李慧敏", "内勤", CLERK),
        ("wanghaoran", "王浩然", "科员", OFFICER),
        ("xutingting", "徐婷婷", "科员", OFFICER),
        ("majunjie", "马俊杰", "科员", OFFICER),
    ),
    "administration": (
        ("liushufen", "刘淑芬", "科长", HEAD),
        ("huzhigang", "胡志刚", "副科长", OFFICER),
        ("zhuxiaolin", "朱晓琳", "内勤", CLERK),
        ("liangweidong", "梁伟东", "科员", OFFICER),
        ("xieyuxin", "谢雨欣", "科员", OFFICER),
    ),
    "general": (
        ("hanzhenhua", "韩振华", "科长", HEAD),
        ("fenglijuan", "冯丽娟", "内勤", CLERK),
        ("caoyang", "曹阳", "科员", OFFICER),
        ("pengsiyuan", "彭思远", "科员", OFFICER),
    ),
    "procurement": (
        ("zengqingbo", "曾庆波", "主任", HEAD),
        ("xiaoyawen", "肖雅文", "内勤", CLERK),
        ("tianye", "田野", "科员", OFFICER),
        ("dongjianping", "董建平", "科员", OFFICER),
    ),
    "assets": (
        ("yuanguodong", "袁国栋", "主任", HEAD),
        ("panxiaodong", "潘晓东", "副主任", OFFICER),
        ("yuhaiyan", "于海燕", "内勤", CLERK),
        ("jiangwentao", "蒋文涛", "科员", OFFICER),
        ("caijiayi", "蔡佳怡", "科员", OFFICER),
    ),
    "enterprise": (
        ("yuzhiyuan", "余志远", "科长", HEAD),
        ("dujuan", "杜鹃", "内勤", CLERK),
        ("yechenglin", "叶成林", "科员", OFFICER),
        ("chengxiaoming", "程晓明", "科员", OFFICER),
    ),
    "accounting": (
        ("suyujie", "苏玉洁", "科长", HEAD),
        ("weidongsheng", "魏东升", "内勤", CLERK),
        ("lvsimin", "吕思敏", "科员", OFFICER),
        ("dingyuqing", "丁雨晴", "科员", OFFICER),
    ),
    "supervision": (
        ("renchangqing", "任长青", "科长", HEAD),
        ("jiangxuefeng", "姜雪峰", "副科长", CHECKER),
        ("fanxiaoli", "范晓丽", "内勤", CLERK),
        ("fangzhicheng", "方志诚", "科员", OFFICER),
    ),
    "treasury_centre": (
        ("shixiuying", "石秀英", "主任", HEAD),
        ("yaojianhua", "姚建华", "副主任", CHECKER),
        ("tanliping", "谭丽萍", "内勤", CLERK),
        ("liaominghui", "廖明辉", "总会计", OFFICER),
        ("zouxiaofang", "邹晓芳", "核算会计", OFFICER),
        ("xiongwei", "熊伟", "核算会计", OFFICER),
        ("jinmeiling", "金美玲", "核算会计", OFFICER),
        ("luzihan", "陆子涵", "核算会计", OFFICER),
        ("haojianmin", "郝建民", "支付会计", OFFICER),
        ("kongxiaotong", "孔晓彤", "支付会计", OFFICER),
        ("baixuemei", "白雪梅", "支付会计", OFFICER),
        ("cuizhipeng", "崔志鹏", "稽核会计", OFFICER),
        ("kangjiaqi", "康佳琪", "窗口会计", OFFICER),
        ("maowenjie", "毛文杰", "窗口会计", OFFICER),
    ),
}


def demo_people() -> tuple[DemoPerson, ...]:
    """Everyone: leaders first, then the departments in the decreed order, each with its head first."""
    staff = (DemoPerson(*row, department=code) for code, rows in STAFF.items() for row in rows)
    return (*LEADERS, *staff)


def demo_accounts() -> tuple[DemoPerson, ...]:
    """One person for each role, to try things with."""
    shown: dict[str, DemoPerson] = {}
    for person in demo_people():
        shown.setdefault(person.role, person)
    return tuple(shown.values())


def names_of(department: str) -> tuple[str, ...]:
    """The names of a department's officers, its head first."""
    return tuple(name for _, name, _, _ in STAFF[department])


def head_of(department: str) -> str:
    """The name of a department's head."""
    return names_of(department)[0]


def recorder_of(department: str, turn: int) -> str:
    """Who writes an entry about that department: the assessment office or a checker, never one of its own officers."""
    writers = _writers(department)
    return writers[turn % len(writers)]


@cache
def _writers(department: str) -> tuple[str, ...]:
    writers = (person for person in demo_people() if person.role in (OFFICE, CHECKER))
    return tuple(person.name for person in writers if person.department != department)
