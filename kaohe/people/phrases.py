"""What this room says when it refuses, in both languages; the names of deeds and roles inside such sentences."""

from kaohe.engine import register

register(
    {
        "people.other_bureau": (
            "{officer}不属于{bureau}，不能办理该单位的事项。请用该单位的账号登录。",
            "{officer} doesn't belong to {bureau} and can't act there. Sign in with an account of that bureau.",
        ),
        "people.may_not": (
            "{officer}没有“{deed}”的权限。可由以下职责办理：{who}。",
            "{officer} may not {deed}. Those who may: {who}.",
        ),
        "people.may_not_here": (
            "{officer}不能对{department}“{deed}”。请由主管该科室的人员或以下职责办理：{who}。",
            "{officer} may not {deed} for {department}. Ask who is in charge of it, or: {who}.",
        ),
        "people.recusal": (
            "{officer}是{department}的人员，须回避，不能对本科室“{deed}”。请由其他成员办理。",
            "{officer} belongs to {department} and is recused: nobody may {deed} for their own department. Ask another member.",
        ),
        "people.duplicate_department": (
            "科室代码“{code}”重复。请改用不同的代码。",
            "The department code “{code}” stands twice. Give one another code.",
        ),
        "people.login_taken": (
            "账号“{login}”已被使用。请换一个账号。",
            "The account “{login}” is taken. Choose another.",
        ),
        "people.bureau_taken": (
            "单位代码“{code}”已存在。请换一个代码。",
            "The bureau code “{code}” is taken. Choose another.",
        ),
        "people.department_needed": (
            "“{role}”须指明科室。请选择科室。",
            "An appointment as {role} needs a department. Choose one.",
        ),
        "people.department_foreign": (
            "“{role}”不针对某个科室。请去掉科室。",
            "An appointment as {role} has no department. Leave it out.",
        ),
        "people.already_appointed": (
            "{officer}已担任“{role}”，不必重复任命。",
            "{officer} is already appointed as {role}; nothing needs doing.",
        ),
        "people.incompatible": (
            "{officer}不能同时担任“{role}”与“{other}”。请由不同的人担任。",
            "{officer} can't be {role} and {other} at once. Appoint different people.",
        ),
        "people.ended_before": (
            "任命自 {since} 起，不能在 {until} 结束。请核对日期。",
            "The appointment began on {since} and can't end on {until}. Check the dates.",
        ),
        "people.not_first": (
            "{bureau}已有人员，请由该单位的系统管理员添加账号。",
            "{bureau} already has people; its administrator adds further accounts.",
        ),
        "people.no_bureau": (
            "{officer}不属于任何单位，不能任命。请先将其列入单位。",
            "{officer} belongs to no bureau and can't be appointed. Put them into one first.",
        ),
        "people.no_demonstration": (
            "{bureau}不是演示单位，不能开放公用口令。",
            "{bureau} is no demonstration; a password that everyone knows is not for it.",
        ),
        "people.password": (
            "口令过于简单：{found}请换一个口令。",
            "The password is too easy to guess: {found} Choose another.",
        ),
        "people.password_wrong": (
            "现在的口令不对。请核对后再试。",
            "That is not your present password. Check it and try again.",
        ),
        "people.password_same": (
            "新口令与现在的口令相同。请换一个口令。",
            "The new password is the present one. Choose another.",
        ),
        "deed.see_board": ("查看公布前的全局得分", "see everyone's points before they are published"),
        "deed.see_department": ("查看科室得分", "see a department's points"),
        "deed.manage_people": ("维护科室与人员", "manage departments and people"),
        "deed.adopt_edition": ("采用考核办法", "adopt an edition of the measures"),
        "deed.open_cycle": ("开启考核年度", "open a year"),
        "deed.set_dates": ("安排年度日程", "plan the dates of a year"),
        "deed.keep_calendar": ("维护工作日历", "keep the working-day calendar"),
        "deed.advance_stage": ("推进考核阶段", "advance the year's stage"),
        "deed.fix_goals": ("录入审定的目标", "enter the goals that were fixed"),
        "deed.record_entry": ("登记考核记录", "record an entry"),
        "deed.reverse_entry": ("冲正考核记录", "reverse an entry"),
        "deed.answer_entry": ("答复考核记录", "answer an entry"),
        "deed.store_file": ("上传佐证", "upload evidence"),
        "deed.grade_goal": ("划档", "grade a goal"),
        "deed.issue_bulletin": ("发布季度通报", "issue a bulletin"),
        "deed.publish_results": ("公示结果", "publish the results"),
        "deed.finalise_results": ("定案", "finalise the results"),
        "deed.read_audit": ("查看日志", "read the audit trail"),
        "role.office": ("考核办", "assessment office"),
        "role.director": ("局长", "director"),
        "role.leading_group": ("考核领导小组", "leading group"),
        "role.deputy_director": ("分管局长", "supervising deputy director"),
        "role.department_head": ("科室负责人", "department head"),
        "role.clerk": ("科室内勤", "department clerk"),
        "role.officer": ("科室人员", "officer"),
        "role.checker": ("考核小组", "checking group"),
        "role.auditor": ("审计员", "auditor"),
        "role.administrator": ("系统管理员", "administrator"),
    }
)
