"""Texts of routine work: study topics, leave, courses, examinations, checks, progress notes."""

from __future__ import annotations

from typing import Final

#: One for each month of the year, January first: what was studied.
STUDY: Final[dict[int, tuple[str, ...]]] = {
    2025: (
        "区“两会”精神传达；办公室讲公文办理规范",
        "节后收心会；监督科讲财经纪律警示案例",
        "政府工作报告辅导；预算科讲零基预算",
        "民主生活会精神；会计科讲新修订会计法",
        "廉政法规专题辅导；行财科讲机关运行经费管理",
        "主题党日；采购办讲采购需求管理",
        "半年经济形势分析；综合科讲非税收入管理",
        "网络安全专题；办公室讲办公系统操作",
        "国有资产管理条例解读；国资办讲资产清查",
        "全会精神辅导；企财科讲惠企资金兑付流程",
        "宪法与保密教育；核算中心讲集中支付常见问题",
        "年终总结部署；监督科讲内部审计方法",
    ),
    2026: (
        "年度工作要点部署；预算科讲预算执行管理",
        "节后收心会；办公室讲会议与值班制度",
        "政府工作报告辅导；国资办讲闲置资产盘活",
        "财经法规专题；采购办讲框架协议采购",
        "廉政教育月专题；监督科讲典型案例",
        "主题党日；会计科讲政府财务报告编制",
        "半年工作讲评；综合科讲票据管理",
        "数据安全专题；核算中心讲电子会计档案",
        "财政改革形势辅导；行财科讲定额标准",
        "全会精神辅导；企财科讲贴息政策",
        "保密与档案教育；办公室讲归档要求",
        "年终总结部署；预算科讲绩效评价",
    ),
}

#: Of leave the register says that and never why; so do these.
ON_LEAVE: Final = "已请假"
ON_DUTY: Final = "因公外出"

#: What is registered, and for how many working days.
LEAVE: Final = (
    (ON_LEAVE, 3),
    (ON_LEAVE, 2),
    (ON_LEAVE, 5),
    (ON_LEAVE, 1),
    (ON_LEAVE, 2),
    (ON_LEAVE, 1),
    (ON_DUTY, 1),
    (ON_DUTY, 1),
    (ON_DUTY, 1),
    (ON_DUTY, 1),
    (ON_LEAVE, 4),
    (ON_DUTY, 1),
)

CHECK_DAY_LEAVE: Final = (ON_DUTY, ON_LEAVE, ON_DUTY, ON_LEAVE)

#: Courses outside the bureau; each ends with both certificates (培训证书 and 成绩单).
COURSES: Final = (
    "全市财政干部综合能力培训班",
    "预算管理一体化操作培训班",
    "政府会计准则专题培训班",
    "财政监督检查业务培训班",
    "国有资产管理业务培训班",
    "政府采购从业人员培训班",
    "公文写作与信息工作培训班",
    "绩效评价实务培训班",
    "公务员更新知识培训班",
    "保密与数据安全培训班",
    "国库支付业务培训班",
    "优秀年轻干部轮训班",
)

#: Month, name, and the kind of examination; everyone sits two of the three.
EXAMS: Final = (
    (4, "全区公务员法律知识统一考试"),
    (6, "全市财政干部业务知识统一考试"),
    (9, "公务员更新知识统一考试"),
)

TELEPHONE: Final = (
    "自报单位和姓名，用语规范",
    "接听及时，答复清楚",
    "首问解答到位，转接说明清楚",
    "用语礼貌，记录完整",
)

#: What the quarterly table says of a goal that is on schedule, quarter by quarter.
PROGRESS: Final = (
    ("方案已印发，责任分解到人，一季度任务完成", "基础数据摸底完成，按计划推进", "一季度节点任务按期完成"),
    ("完成全年任务过半，质量符合要求", "二季度节点任务按期完成，台账齐全", "完成进度52%，按计划推进"),
    ("累计完成进度78%，按计划推进", "三季度节点任务按期完成", "主要任务基本完成，转入核验"),
    ("全年任务完成，资料已归档", "四季度节点任务按期完成，总结已报", "年度目标达到，佐证材料齐全"),
)

#: The same for a goal that falls due in the quarter, that was fulfilled before, or that was missed before.
FULFILLED: Final = ("目标按期完成，佐证材料齐全", "年度目标达到，已报送完成情况", "按期完成，成果已通过验收")
AFTERWARDS: Final = ("目标已完成，转入成果巩固", "已完成，后续维护正常", "已完成，资料归档")
CATCHING_UP: Final = ("按补救计划推进，未完部分逐项销号", "补救措施已落实，差距逐步缩小")

#: What was said of goals that ended badly, so that the quarters lead up to the end: goal, quarter → words.
FORESHADOWED: Final = {
    ("闲置房产处置利用", 1): "5处房产权属核查和价值评估完成",
    ("闲置房产处置利用", 2): "2处公开挂牌，3处履行报批",
    ("闲置房产处置利用", 3): "2处完成处置，3处待规划部门意见",
    ("产业引导基金管理", 2): "到位资金2950万元，达到序时进度",
    ("节能减排资金绩效", 2): "完成自评2个，按计划推进",
    ("医疗卫生补助资金清算", 2): "对账单位过半，按计划推进",
    ("代理机构监督评价", 2): "检查机构3家，按计划推进",
    ("往来款项清理", 3): "累计清理980万元，按计划推进",
}
