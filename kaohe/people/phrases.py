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
            "{officer}是{department}的人员或其分管领导，须回避，不能对该科室“{deed}”。请由其他成员办理。",
            "{officer} belongs to {department} or supervises it and is recused: nobody may {deed} there. Ask another member.",
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
        "people.clash": (
            "{officer}同时担任“{role}”与“{other}”，两者不得由一人兼任。请安全管理员先免去其一，再办理。",
            "{officer} is {role} and {other}, which must not meet in one person. Have the security administrator end one of them first.",
        ),
        "people.ended_before": (
            "起止日期不对：自 {since} 起，不能在 {until} 结束（当天任职、当天调整的，最早从次日起）。请核对日期。",
            "It begins on {since} and can't end on {until}; what began today can change from tomorrow on. Check the dates.",
        ),
        "people.ended_already": (
            "{officer}的这项任职已于 {ended} 结束，不能延到 {until}。需要继续担任的，请另行任命。",
            "{officer}'s appointment ended on {ended} and can't be drawn out to {until}. Appoint them anew.",
        ),
        "people.account_closed": (
            "{officer}的账号已停用。请先恢复账号。",
            "{officer}'s account is closed. Reopen it first.",
        ),
        "people.department_gone": (
            "{department}已于 {on} 撤销，不能再任命人员。请选择其他科室。",
            "{department} was dissolved on {on}; nobody is appointed to it any more. Choose another.",
        ),
        "people.post_foreign": (
            "“{role}”不是领导小组、考核办或考核小组的职责，没有组内职务。请去掉组内职务。",
            "An appointment as {role} has no place within a group. Leave it out.",
        ),
        "people.member_already": (
            "{officer}已是{department}的{other}，不能同时任“{role}”。请用“调动”办理。",
            "{officer} is {other} of {department} already and can't be {role} beside it. Use a move instead.",
        ),
        "people.not_in_charge": (
            "“{role}”不是科室负责人或分管局长。请用“任命”办理。",
            "A {role} is in charge of no department. Use an appointment instead.",
        ),
        "people.no_membership": (
            "“{role}”不是科室人员的职责，不能随调动授予。请选择科室负责人、科室内勤或科室人员。",
            "A {role} doesn't belong to a department. Choose head, clerk or officer.",
        ),
        "people.settings_stale": (
            "考核设置刚被别人改过，没有保存。请看清现在的设置，再改您要改的。",
            "Somebody else has just changed these choices; nothing was saved. Look at them as they are now, then change yours.",
        ),
        "people.settings_same": (
            "没有改动任何一项设置。",
            "No choice was changed.",
        ),
        "people.no_quorum": (
            "法定人数至少是 1 人；留空则按过半数。请改正。",
            "A quorum is at least one; leave it empty for more than half. Mend it.",
        ),
        "people.nobody_drawn": (
            "抽调人数至少是 1 人。请填写人数。",
            "At least one is drawn. Say how many.",
        ),
        "people.heads_nothing": (
            "{officer}在开始之日不是科室负责人，本来就不参加抽调。请去掉。",
            "{officer} heads no department on the first day and takes no part anyway. Leave them out.",
        ),
        "people.aside_without_why": (
            "有人这次不参加抽调，请写明原因；下一次先轮到他们。",
            "Somebody is set aside this time: say why. Their turn comes first the next time.",
        ),
        "people.too_few_heads": (
            "能参加抽调的科室负责人只有 {found} 人，抽不出 {asked} 人。请减少人数，或调整起止日期。",
            "Only {found} heads of departments can be drawn, not {asked}. Draw fewer, or move the dates.",
        ),
        "people.department_code": (
            "科室代码“{code}”不合要求：用小写英文字母、数字和连字符，如 budget。请修改代码。",
            "“{code}” won't do as a code: use small letters, digits and hyphens, such as budget.",
        ),
        "people.department_taken": (
            "科室代码“{code}”已被使用。请换一个代码。",
            "The department code “{code}” is taken. Choose another.",
        ),
        "people.department_nameless": (
            "科室名称不能为空。请填写科室名称。",
            "A department needs a name. Fill it in.",
        ),
        "people.department_name_taken": (
            "“{name}”已是{department}的名称或别名，两个科室就分不清了。请换一个名称。",
            "{department} is known as “{name}” already, and nobody could tell the two apart. Choose another name.",
        ),
        "people.department_size": (
            "人数 {found} 不对。请填 0 到 9999 的整数，不详可留空。",
            "{found} officers can't be. Give a whole number from 0 to 9999, or leave it empty.",
        ),
        "people.attribute_negative": (
            "“{name}”不能是负数（{found}）。请核对。",
            "“{name}” can't be negative ({found}). Check it.",
        ),
        "people.order_incomplete": (
            "顺序须包含每个在设科室各一次，现缺：{missing}。请刷新后重新排列。",
            "The order must name each department once; missing: {missing}. Reload and order them anew.",
        ),
        "people.retired_already": (
            "{department}已于 {on} 撤销，不必重复办理。",
            "{department} was dissolved on {on} already; nothing needs doing.",
        ),
        "people.still_appointed": (
            "{department}还有在任人员：{names}。请先为他们办理调动或离任，再撤销科室。",
            "People are still appointed to {department}: {names}. Move them or let them leave first.",
        ),
        "people.nameless": (
            "姓名不能为空。请填写姓名。",
            "A person needs a name. Fill it in.",
        ),
        "people.login_unfit": (
            "账号“{login}”不合要求：只能用字母、数字和 @ . + - _。请修改账号。",
            "“{login}” won't do as a login: use letters, digits and @ . + - _ only.",
        ),
        "people.own_account": (
            "不能停用{officer}自己的账号，也不能为自己办理离任。请由另一名系统管理员办理。",
            "{officer} can't close their own account or leave by their own hand. Ask another administrator.",
        ),
        "people.last_keeper": (
            "{officer}是最后一名{role}，离开后无人承担。请先任命另一名{role}。",
            "{officer} is the last {role}, and nobody would do it any more. Appoint another first.",
        ),
        "people.own_appointment": (
            "{officer}不能任命自己为“{role}”。请由另一名安全管理员办理。",
            "{officer} can't appoint themselves as {role}. Ask another security administrator.",
        ),
        "people.nothing_nominated": (
            "这些拟任已由他人确认或退回，没有要办的了。请刷新页面。",
            "These were confirmed or declined by somebody else; nothing is left to do. Reload the page.",
        ),
        "people.declined_without_reason": (
            "请写明为什么退回，让提出的人知道怎么改。",
            "Say why, so that whoever put them forward knows what to change.",
        ),
        "people.secret_of_keeper": (
            "{officer}是{role}，口令不能由另一名管理员重置，以免一人冒用两种职责。请安装人员在服务器上运行 ./run manage bureau secret 账号。",
            "{officer} is {role}: no other administrator resets that password, lest one be both. Whoever installs runs ./run manage bureau secret LOGIN.",
        ),
        "people.mail_unfit": (
            "“{found}”不是邮箱地址。请核对，如 zhangsan@example.gov.cn；不用邮件提醒的可以留空。",
            "“{found}” is no mail address. Check it; leave it empty where no reminders are wanted.",
        ),
        "people.not_locked": (
            "{officer}的账号没有被暂停登录，不必解锁。",
            "{officer}'s account isn't locked out; nothing needs doing.",
        ),
        "people.own_sessions": (
            "自己的会话请用“退出登录”结束；怀疑口令泄露的，请修改口令，其他会话随即失效。",
            "End your own session by signing out; where your password may be known, change it, which ends the others.",
        ),
        "people.keepers_needed": (
            "建立单位时须指定系统管理员和安全管理员（两人），或者明确选择三员合一。请补全后再办。",
            "A bureau needs an administrator and a security administrator, two people, or the explicit choice of one for all three.",
        ),
        "people.keepers_one": (
            "选择三员合一时只指定一人。请只保留一人，或改为三员分立。",
            "One for all three means one person. Name one only, or separate them.",
        ),
        "people.placed_already": (
            "{bureau}的上级单位已经是{superior}，不必重复办理。",
            "{superior} is the superior of {bureau} already; nothing needs doing.",
        ),
        "people.placed_nowhere": (
            "{bureau}没有上级单位，不必解除。",
            "{bureau} has no superior; nothing needs doing.",
        ),
        "people.circle": (
            "{bureau}不能列在{superior}之下，否则它就成了自己的上级：{names}。请先解除或改换其中一级。",
            "{bureau} can't stand under {superior}, or it would be its own superior: {names}. Change one of these first.",
        ),
        "people.demonstration_mixed": (
            "{bureau}和{superior}一个是演示单位，一个不是，不能互为上下级，以免演示数字混入真实结果。请选同类的单位。",
            "One of {bureau} and {superior} is a demonstration: made-up figures must not stand among real ones. Choose bureaus of one kind.",
        ),
        "people.separate_already": (
            "{bureau}的三员已经分立，不必重复办理。",
            "{bureau}'s three administrators are separate already; nothing needs doing.",
        ),
        "people.still_combined": (
            "还有人兼任三员中的两种以上：{names}。请先把这些职责分到不同的人，再改为三员分立。",
            "Some people still are more than one of the three: {names}. Give these duties to different people first.",
        ),
        "people.no_separate_keepers": (
            "{bureau}还没有各自独立的{role}。请先任命，再改为三员分立。",
            "{bureau} has no {role} yet. Appoint one before separating.",
        ),
        "people.closed_already": (
            "{officer}的账号已经停用，不必重复办理。",
            "{officer}'s account is closed already; nothing needs doing.",
        ),
        "people.open_already": (
            "{officer}的账号没有停用，不必恢复。",
            "{officer}'s account is open; nothing needs doing.",
        ),
        "people.own_secret": (
            "自己的口令请在“修改口令”中更换，不必签发一次性口令。",
            "Change your own password under “Change password”; a one-time password isn't for yourself.",
        ),
        "people.too_many_secrets": (
            "一次最多签发 {most} 个一次性口令，选了 {found} 个。请分批办理。",
            "At most {most} one-time passwords are issued at once, and {found} were asked for. Do it in parts.",
        ),
        "people.own_matter": (
            "您正在代{giver}办理，这件事只能由本人办理。请先在账户菜单中切换回本人。",
            "You are acting for {giver}, and this is a matter of one's own. Switch back to yourself in the account menu first.",
        ),
        "people.to_oneself": (
            "不能授权给自己。请选择另一个人。",
            "One doesn't act for oneself. Choose somebody else.",
        ),
        "people.delegation_without_reason": (
            "请写明授权事由，如“出差”“住院”。",
            "Say why, such as travel or illness.",
        ),
        "people.delegation_backwards": (
            "授权不能从过去开始（{since}，今天是 {today}）。请从今天或以后起。",
            "A delegation can't begin in the past ({since}; today is {today}). Begin today or later.",
        ),
        "people.delegation_long": (
            "授权从 {since} 到 {until}，超过一年。长期代理请改为任命。",
            "From {since} to {until} is more than a year. For so long, appoint somebody.",
        ),
        "people.delegated_already": (
            "这段时间已授权给{officer}，不必重复授权。需要改日期的，请先收回。",
            "{officer} may act for you in that time already. To change the days, take it back first.",
        ),
        "people.delegation_clash": (
            "{officer}不能代{giver}办理：“{role}”与“{other}”不得由一人兼任。请授权给其他人。",
            "{officer} can't act for {giver}: {role} and {other} must not meet in one person. Choose somebody else.",
        ),
        "people.delegation_over": (
            "{giver}的代办授权不在有效期内，或已收回。需要继续代办的，请{giver}重新授权。",
            "{giver}'s delegation is over, not begun, or was taken back. Ask {giver} for a new one.",
        ),
        "people.not_your_delegation": (
            "这是{giver}给别人的授权，只能由授权人或代办人处理。",
            "This delegation of {giver}'s concerns others; only they deal with it.",
        ),
        "people.namesakes": (
            "有多人叫“{name}”（账号 {logins}），无法对应。请在“账号”列填写是哪一位。",
            "Several people are called “{name}” (logins {logins}). Say which one by the login.",
        ),
        "people.role_without_department": (
            "“{role}”须写明所在科室。请填写“科室”列。",
            "Whoever is {role} belongs to a department. Fill in the department.",
        ),
        "people.supervises_without_role": (
            "“{role}”须写明分管哪些科室。请填写“分管科室”列。",
            "Whoever is {role} supervises departments. List them.",
        ),
        "people.two_memberships": (
            "科室负责人、科室内勤、科室人员只能写一项。请保留其中一项。",
            "Head, clerk and officer exclude each other. Keep one of them.",
        ),
        "people.department_not_taken": (
            "科室“{department}”这一行没有导入。请先改正科室表中的错误。",
            "The row of the department “{department}” was not taken. Mend the sheet of departments first.",
        ),
        "people.roster_large": (
            "文件超过 {most} MB。名册通常只有几十 KB，请去掉图片和多余的工作表。",
            "The file is over {most} MB. A list of people takes a few kilobytes; leave out pictures and other sheets.",
        ),
        "people.roster_changed": (
            "试算以后，本单位的人员或科室又有变动，结果与刚才显示的不同，没有导入。请核对新的试算后再确认。",
            "The bureau has changed since the trial, and something else would be done than was shown. Look at the new trial first.",
        ),
        "people.roster_idle": (
            "文件中没有可以导入的变动。请核对是否选错了文件。",
            "The file holds nothing to be taken. Check that it is the right one.",
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
        "deed.manage_people": ("维护科室与账号", "manage departments and accounts"),
        "deed.appoint": ("任免职责", "give or end duties"),
        "deed.guard_accounts": ("解锁账号、结束会话", "unlock accounts and end sessions"),
        "deed.review_duties": ("查看职责冲突和闲置账号", "see clashing duties and unused accounts"),
        "deed.set_channels": ("设置对外通知", "set the channels of messages"),
        "deed.choose_settings": ("调整考核设置", "choose how the bureau works"),
        "deed.draw_checkers": ("抽调考核小组成员", "draw members of the checking group"),
        "deed.delegate": ("授权他人代办", "let another act for them"),
        "deed.adopt_edition": ("采用考核办法", "adopt an edition of the measures"),
        "deed.try_rulebook": ("试算考核办法、提出修订建议", "try a rulebook and propose an amendment"),
        "deed.open_cycle": ("开启考核年度", "open a year"),
        "deed.set_dates": ("安排年度日程", "plan the dates of a year"),
        "deed.keep_calendar": ("维护工作日历", "keep the working-day calendar"),
        "deed.advance_stage": ("推进考核阶段", "advance the year's stage"),
        "deed.draft_goals": ("起草目标", "draft goals"),
        "deed.propose_goals": ("报送目标", "propose goals"),
        "deed.agree_goals": ("审阅科室目标", "agree with goals"),
        "deed.compile_goals": ("汇总目标", "compile goals"),
        "deed.fix_goals": ("录入审定的目标", "enter the goals that were fixed"),
        "deed.assign_goals": ("把目标分解到人", "give goals to persons"),
        "deed.record_entry": ("登记考核记录", "record an entry"),
        "deed.reverse_entry": ("冲正考核记录", "reverse an entry"),
        "deed.answer_entry": ("答复考核记录", "answer an entry"),
        "deed.store_file": ("上传佐证", "upload evidence"),
        "deed.fill_progress": ("填报完成情况", "tell the progress of goals"),
        "deed.submit_progress": ("提交或退回完成情况", "submit the progress of goals or send it back"),
        "deed.remind_progress": ("催报完成情况", "ask for progress that is late"),
        "deed.verify_progress": ("核实完成情况", "verify the progress of goals"),
        "deed.ask_excuse": ("申请客观原因", "ask for an objective reason"),
        "deed.decide_excuse": ("决定客观原因", "decide on an objective reason"),
        "deed.see_grading": ("查看划档情况", "see how goals are being graded"),
        "deed.give_opinion": ("填写划档个人意见", "enter their own opinion on a grade"),
        "deed.hold_meeting": ("记录划档会的集体决定", "write down what the grading meeting decides"),
        "deed.comment_grading": ("对划档提出分管意见", "comment on a grade as deputy director"),
        "deed.grade_goal": ("划档", "grade a goal"),
        "deed.run_quarter": ("办理季度考核与通报", "open, close and announce a quarter"),
        "deed.propose_results": ("提请公示、定案或重新开启", "propose to publish, finalise or reopen"),
        "deed.publish_results": ("同意公示结果", "publish the results"),
        "deed.finalise_results": ("定案", "finalise the results"),
        "deed.reopen_year": ("重新开启年度", "reopen a year"),
        "deed.extend_objections": ("延长异议期", "lengthen the time for objections"),
        "deed.file_objection": ("提出异议", "object to the results"),
        "deed.assign_reviewer": ("指定复核人", "assign a reviewer"),
        "deed.review_objection": ("复核异议", "review an objection"),
        "deed.decide_objection": ("决定异议", "decide on an objection"),
        "deed.propose_reward": ("提请奖金分配", "propose how the money is divided"),
        "deed.fix_reward": ("确定奖金分配", "fix how the money is divided"),
        "deed.see_reward": ("查看他人的奖金分配", "see what others are allotted"),
        "deed.see_dossier": ("查看他人的考核档案", "see the dossier of others"),
        "deed.see_fairness": ("查看公平性分析", "see fairness in view"),
        "deed.see_subordinates": ("查看下级单位公布的结果", "see what subordinate bureaus have published"),
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
        "role.security": ("安全管理员", "security administrator"),
    }
)
