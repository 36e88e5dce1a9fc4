"""Titles of information briefs: each department's topics, and the turns of phrase such briefs are written in."""

from __future__ import annotations

from typing import Final

TOPICS: Final = {
    "office": "督查督办闭环管理、建议提案办理、精文减会、机关档案数字化、政府信息公开、节约型机关建设、"
    "一体化平台推广、干部业务培训、机关后勤保障、值班值守与应急",
    "budget": "零基预算改革、支出进度管理、民生支出保障、存量资金盘活、预算绩效评价、预决算公开、"
    "专项债券项目储备、政府债务风险防控、部门预算编制、财政收支运行",
    "administration": "教育经费保障、社区养老补助发放、机关运行成本压减、资产月报质量、学校食堂资金监管、"
    "公共文化服务经费保障、医疗卫生补助清算、内部控制报告汇审",
    "general": "非税收入征缴、土地出让收支管理、财政票据电子化、政府性基金执行、住房保障资金管理、"
    "收费目录清单公开、彩票公益金使用、罚没收入管理",
    "procurement": "采购营商环境优化、中小企业预留份额、采购全流程电子化、采购意向公开、代理机构监督评价、采购人内控管理",
    "assets": "国有资产清查、闲置房产盘活、国有资产报告编制、国资收益收缴、公物仓共享共用、出租出借监管、"
    "企业绩效考核、产权登记服务",
    "enterprise": "惠企资金免申即享、小微企业贷款贴息、产业引导基金管理、外贸资金清算、节能减排资金绩效、"
    "涉农资金统筹、融资担保风险补偿、企业财务快报",
    "accounting": "会计信息质量检查、政府会计准则实施、代理记账行业规范、会计继续教育、资格考试考务组织、"
    "会计人员信息采集、内部控制建设、会计法宣传",
    "supervision": "财经纪律专项整治、直达资金监控、重点领域财政检查、内部审计、预决算公开检查、检查底稿规范化",
    "treasury_centre": "国库集中支付、核算模块上线、窗口服务提升、工资统一发放、凭证稽核、公务卡结算、往来款项清理、"
    "电子会计档案、部门决算汇审",
}

PATTERNS: Final = (
    "多措并举推进{topic}",
    "“三个聚焦”做好{topic}工作",
    "{topic}工作取得阶段性成效",
    "{topic}的做法与成效",
    "{topic}中存在的问题及建议",
    "以清单化管理促{topic}提质增效",
    "{topic}工作跑出“加速度”",
    "关于{topic}情况的调研与思考",
)

#: Where an adopted brief appeared, by level; the publications are as invented as the bureau.
ORGANS: Final = {
    "district": ("《示范区政务信息》", "《示范区每日要情》", "示范区纪委《工作动态》"),
    "city": ("示范市政府办公厅《政务专报》", "示范市委办公厅《信息摘报》"),
    "province": ("示范省财政厅《情况反映》",),
    "ministry": ("部级简报（演示）",),
    "city_journal": ("《示范市财经》",),
    "province_journal": ("《示范省财会》",),
    "central_journal": ("中央级财经刊物（演示）",),
}

#: Whose note it was, by level; never a name.
LEADERS: Final = {"district": "区领导", "city": "市领导"}

#: Year → department → briefs sent in each quarter.
SENT: Final = {
    2025: {
        "office": (5, 5, 4, 5),
        "budget": (5, 4, 5, 4),
        "administration": (3, 3, 4, 3),
        "general": (3, 3, 3, 4),
        "procurement": (2, 2, 2, 2),
        "assets": (4, 3, 3, 4),
        "enterprise": (3, 3, 3, 3),
        "accounting": (3, 3, 3, 3),
        "supervision": (3, 2, 3, 2),
        "treasury_centre": (3, 4, 3, 3),
    },
    2026: {
        "office": (4, 5, 4, 4),
        "budget": (4, 5, 4, 5),
        "administration": (3, 4, 3, 3),
        "general": (4, 3, 3, 3),
        "procurement": (2, 3, 2, 2),
        "assets": (3, 3, 4, 3),
        "enterprise": (3, 3, 3, 4),
        "accounting": (4, 3, 3, 3),
        "supervision": (2, 3, 3, 2),
        "treasury_centre": (3, 3, 4, 3),
    },
}

#: A brief that was withdrawn again: year, department, quarter and number → why.
WITHDRAWN: Final = {(2025, "enterprise", "3.3"): "与二季度所报信息内容重复，按查重规定撤回，予以冲正"}

#: A brief that was registered late: year, department, quarter and number → after how many working days.
REGISTERED_LATE: Final = {(2025, "assets", "2.3"): 9, (2026, "general", "3.3"): 25}
