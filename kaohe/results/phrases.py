"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register(
    {
        "results.too_many_variants": (
            "一共有 {found} 种组合，一次至多试算 {most} 种。请少填几个取值。",
            "That makes {found} combinations; at most {most} are tried at once. Give fewer values.",
        ),
        "results.period_running": (
            "{period}到 {ends} 才结束，现在不能关闭。请在季度结束后办理。",
            "{period} ends on {ends} and can't be closed yet. Wait until it is over.",
        ),
        "results.period_before_open": (
            "{before}尚未关闭，不能先关闭{period}。请按季度顺序办理。",
            "“{before}” isn't closed, so “{period}” can't be. Take the quarters in order.",
        ),
        "results.period_open": (
            "{period}已经开启，不必再次开启。",
            "{period} is open already; nothing needs doing.",
        ),
        "results.period_closed": (
            "{period}已经关闭。之后登记的本季事项作为补记，列入下一次通报。",
            "{period} is closed already. What is recorded of it now counts as late and stands in the next bulletin.",
        ),
        "results.period_not_closed": (
            "{period}尚未关闭。请先在“季度考核”中关闭。",
            "{period} isn't closed. Close it on the quarter's page first.",
        ),
        "results.bulletin_again": (
            "{period}已经通报。需要重新通报的，请写明理由。",
            "{period} has been announced. To announce it again, say why.",
        ),
        "results.bulletin_same": (
            "{period}的情况与上次通报相同，不必重新通报。",
            "{period} is as it was in its bulletin; there is nothing to announce again.",
        ),
        "results.progress_unverified": (
            "{department}{period}的完成情况已填报，尚未核实。请考核小组核实，或退回科室。",
            "{period} progress of {department} is told, and nobody has verified it. Verify it, or send it back.",
        ),
        "results.excuse_undecided": (
            "{department}目标 {goal} 的客观原因申请尚未决定。请领导小组决定。",
            "The application of {department} for an objective reason (goal {goal}) isn't decided. The leading group decides it.",
        ),
        "results.answers_open": (
            "{department}还有 {count} 笔记录在答复期内（到 {until}）：{numbers}。请等科室答复，或等答复期满。",
            "{department} may still answer {count} entries until {until}: {numbers}. Wait for the answers, or for the day.",
        ),
        "results.meeting_sits": (
            "划档会（{minutes}）还没有形成决定。请核对记下的决定后结束会议。",
            "The grading meeting ({minutes}) isn't concluded. Check the decisions it wrote down, and conclude it.",
        ),
        "results.not_recused": (
            "目标 {goal} 的划档由{department}的{officer}录入，应当回避。请由他人重新划档。",
            "The grade of goal {goal} was written down by {officer}, who belongs to {department}. Somebody else must decide it anew.",
        ),
        "results.deadline_provisional": (
            "异议截止日算到 {day}，而那一年的工作日历尚未导入，截止时间不能确定。请先在“工作日历”中导入，再公示。",
            "Objections would close on {day}, in a year whose working days aren't loaded, so the deadline is uncertain. Load them into the calendar first.",
        ),
        "results.objections_open": (
            "异议期到 {deadline:%Y-%m-%d %H:%M} 才届满，现在不能定案。请届满后办理。",
            "Objections may be filed until {deadline:%Y-%m-%d %H:%M}; the results can't be final before. Wait until then.",
        ),
        "results.objection_open": (
            "{department}的异议（{number} 号）还没有决定。请先复核、决定。",
            "Objection {number} of {department} isn't decided. Review and decide it first.",
        ),
        "results.not_announced": (
            "复核后的结果与公示的不同，尚未再次公示。请先提请再次公示。",
            "After the review the results differ from those announced. Announce them anew first.",
        ),
        "results.nothing_changed": (
            "结果与上次公示的相同，不必再次公示。",
            "The results are those already announced; there is nothing to announce anew.",
        ),
        "results.worse_than_announced": (
            "{department}公示时为 {before} 分，现在为 {after} 分，或多了不利后果。异议期已过，复核不得使任何科室更为不利；请把复核以外的改动改回，确需改的，定案后重新开启年度。",
            "{department} was announced with {before} and stands at {after} now, or has one more consequence. The time to object is over and a review may make it worse for nobody: put right what was changed beside it; where it must be changed, reopen the year once it is final.",
        ),
        "results.not_reproduced": (
            "{year} 年度定案时的结果，用现在的程序（引擎 {now}，定案时为 {then}）不能算出相同的数，不予归档。请联系系统管理员核对程序版本。",
            "This program (engine {now}) doesn't give the result that was final for {year} (engine {then}), so no archive is made. Ask the administrator to check the version.",
        ),
        # two persons
        "results.proposal_open": (
            "{year} 年度已有一项提请等待第二人办理。请先等其办理，或撤回。",
            "A proposal about {year} already awaits the second person. Wait for it, or take it back.",
        ),
        "results.proposal_answered": (
            "这项提请已办理：{answer}。请刷新页面。",
            "This proposal has been dealt with: {answer}. Reload the page.",
        ),
        "results.other_proposal": (
            "等待办理的提请是“{ask}”，与所点的不同。请刷新页面。",
            "What awaits an answer is “{ask}”, something else than you pressed. Reload the page.",
        ),
        "results.same_person": (
            "提请人（{officer}）不能自己同意，须由另一人办理（两人办理）。请由领导小组其他成员同意。",
            "{officer} proposed it and can't be the second person as well. Somebody else of the leading group must agree.",
        ),
        "results.changed_since": (
            "{officer}提请之后，数据有了变动，不能按原提请办理。请退回，核对后重新提请。",
            "The facts have changed since {officer} proposed this. Return it, look again, and propose anew.",
        ),
        "results.reopen_without_why": (
            "重新开启 {year} 年度须写明理由。",
            "Say why {year} is to be reopened.",
        ),
        # objections
        "results.not_objectable": (
            "{year} 年度现在没有可以提异议的公示。",
            "No notice of {year} is open to objections now.",
        ),
        "results.too_late": (
            "异议于 {arrived:%Y-%m-%d %H:%M:%S} 到达，已过截止时间 {deadline:%Y-%m-%d %H:%M:%S}，不能受理。个人依法享有的救济途径不受影响。",
            "The objection arrived at {arrived:%Y-%m-%d %H:%M:%S}, after the last moment {deadline:%Y-%m-%d %H:%M:%S}, and can't be taken. Individuals' remedies by law are untouched.",
        ),
        "results.line_not_theirs": (
            "“{line}”不在{department}的公示结果中，不能对它提异议。请从本科室得分页上选一行。",
            "“{line}” isn't part of {department}'s published result. Choose a line from your department's page.",
        ),
        "results.objected_already": (
            "“{line}”已提出异议（{number} 号），一行只复核一次。补充材料请交复核人。",
            "“{line}” is disputed already (objection {number}); a line is reviewed once. Give further papers to the reviewer.",
        ),
        "results.objection_without_why": (
            "对“{line}”提异议，请写明理由。",
            "Say why you object to “{line}”.",
        ),
        "results.objection_moved": (
            "异议 {number} 号现在是“{state}”，不能这样办理。请刷新页面。",
            "Objection {number} is now “{state}”; that can't be done. Reload the page.",
        ),
        "results.cannot_review": (
            "{reviewer}不能复核{department}的异议：没有复核的职责，或属于该科室。请另选一人。",
            "{reviewer} can't review objections of {department}: the role is missing, or they belong to it. Choose somebody else.",
        ),
        "results.reviewer_had_a_hand": (
            "{reviewer}{hand}，不能复核这项异议。请另选一人。",
            "{reviewer} {hand} and can't review this objection. Choose somebody else.",
        ),
        "results.hand_recorded": ("登记了记录 #{entry}", "recorded entry #{entry}"),
        "results.hand_verified": ("核实了记录 #{entry}", "verified entry #{entry}"),
        "results.hand_graded": ("给目标 {goal} 划了档", "graded goal {goal}"),
        "results.hand_opined": ("对目标 {goal} 填了划档意见", "gave an opinion on goal {goal}"),
        "results.other_reviewer": (
            "这项异议由{reviewer}复核，只能由其本人（或其授权代办的人）填写。",
            "{reviewer} reviews this objection; only they, or whoever acts for them, can write the finding.",
        ),
        "results.review_without_finding": (
            "请写明异议 {number} 号的复核意见：查了什么，查明了什么。",
            "Write the finding on objection {number}: what was looked at, and what was found.",
        ),
        "results.not_reviewed": (
            "异议 {number} 号现在是“{state}”，复核人提出意见后才能决定。",
            "Objection {number} is “{state}”; it can be decided once its reviewer has reported.",
        ),
        "results.reviewer_decides": (
            "{reviewer}复核了异议 {number} 号，不能再作决定。请由领导小组其他成员录入。",
            "{reviewer} reviewed objection {number} and can't decide it as well. Another member of the group must.",
        ),
        "results.decision_without_why": (
            "请写明异议 {number} 号的决定理由。",
            "Give the reasons of the decision on objection {number}.",
        ),
        "results.remedy_for_nothing": (
            "异议 {number} 号定为不成立，就不能同时更正。请核对结论。",
            "Objection {number} isn't upheld, so nothing can be corrected with it. Check the outcome.",
        ),
        "results.no_remedy": (
            "异议 {number} 号成立或部分成立的，须同时写明怎样更正：冲正记录、改划档次或补记事实。",
            "Objection {number} is upheld, so say how it is put right: an entry taken back, another grade, or a fact written down.",
        ),
        "results.nothing_to_take_back": (
            "异议 {number} 号不是对某一笔记录提出的，没有可冲正的记录。",
            "Objection {number} isn't about an entry; there is nothing to take back.",
        ),
        "results.no_goal_to_grade": (
            "异议 {number} 号不是对某项目标提出的，不能改划档次。",
            "Objection {number} isn't about a goal; there is no grade to decide anew.",
        ),
        "results.worse": (
            "这样更正会使{department}的得分由 {before} 变为 {after}，或增加不利后果。复核不得使提出异议的科室更为不利，请改正后再决定。",
            "This would take {department} from {before} to {after}, or add a consequence. A review may not make it worse for who asked; correct it first.",
        ),
        "results.extend_too_late": (
            "{year} 年度的异议期已满或尚未开始，不能延长。",
            "The time for objections of {year} is over or hasn't begun; it can't be lengthened.",
        ),
        "results.outage_unanswered": (
            "{year} 年度异议期截止时系统停用，还没有决定是否延长。请局长或领导小组决定；恢复一天后仍未延长的，按期满处理。",
            "The system stood still when the time for objections of {year} ended, and nobody has said whether it is lengthened. Decide; a day after it came back the time counts as over.",
        ),
        "results.extend_not_later": (
            "新的截止日 {until} 不晚于已公布的 {deadline:%Y-%m-%d %H:%M}。异议期只能延长。",
            "{until} isn't later than the announced {deadline:%Y-%m-%d %H:%M}. The time can only be lengthened.",
        ),
        "results.extend_on_rest": (
            "{until} 不是工作日，或其工作日历尚未导入。可用 {next}。",
            "{until} is no working day, or its calendar isn't loaded. {next} would do.",
        ),
        "results.extend_without_why": (
            "延长异议期须写明理由。",
            "Say why the time for objections is lengthened.",
        ),
        # names inside sentences
        "ask.notice": ("公示结果", "publishing the results"),
        "ask.final": ("定案", "making the results final"),
        "ask.reopen": ("重新开启年度", "reopening the year"),
        "answer.open": ("待第二人同意", "awaits the second person"),
        "answer.consented": ("已同意", "agreed"),
        "answer.returned": ("已退回", "returned"),
        "answer.withdrawn": ("已撤回", "taken back"),
        "objection.filed": ("已受理", "received"),
        "objection.assigned": ("复核中", "under review"),
        "objection.reviewed": ("待领导小组决定", "awaiting the leading group"),
        "objection.decided": ("已决定", "decided"),
        "objection.withdrawn": ("已撤回", "taken back"),
        # what people are told by message
        "told.consent_asked": ("{year} 年度：{what}待您审核", "{year}: {what} waits for your consent"),
        "told.consent_refused": ("{year} 年度：{what}的提请被退回", "{year}: {what} was returned to you"),
        "told.published": (
            "{year} 年度考核结果已公示，请核对本科室得分",
            "The results of {year} are published: check your department's score",
        ),
        "told.published_again": (
            "{year} 年度考核结果复核后有变动，已再次公示",
            "The results of {year} changed by review and are published again",
        ),
        "told.final": ("{year} 年度考核结果已定案", "The results of {year} are final"),
        "told.reopened": ("{year} 年度已重新开启", "The year {year} has been reopened"),
        "told.period_opened": ("{period}完成情况开始填报，请按时报送", "{period} reports are open: hand yours in on time"),
        "told.bulletin": ("{period}考核情况已通报", "{period} bulletin is out"),
        "told.period_extended": ("{year} 年度异议期延长至 {until}", "Objections to the results of {year} are taken until {until}"),
        "told.objected": (
            "{department}提出异议（{number} 号），请安排复核",
            "{department} objects (no. {number}): assign a reviewer",
        ),
        "told.review_assigned": ("{department}的异议（{number} 号）请您复核", "Objection no. {number} of {department} is yours to review"),
        "told.review_done": (
            "{department}的异议（{number} 号）请领导小组决定",
            "Objection no. {number} of {department} waits for the leading group's decision",
        ),
        "told.objection_decided": (
            "{department}的异议（{number} 号）已有复核决定",
            "Objection no. {number} of {department} has been decided",
        ),
    }
)
