"""The words of the pictures, Chinese first and English beside it."""

from __future__ import annotations

from kaohe.engine import register

register(
    {
        # composition
        "picture.composition": ("{bureau}{year}年度得分构成与名次", "{bureau} {year}: what the totals are made of"),
        "picture.composition.words": (
            "共 {number} 个科室，{highest}最高，{best} 分。每条由{blocks}相接而成，末端是总分。",
            "{number} departments; the highest total is {best} ({highest}). Parts of each bar: {blocks}. The total stands at its end.",
        ),
        "picture.composition.even": (
            "共 {number} 个科室，同为 {best} 分。每条由{blocks}相接而成，末端是总分。",
            "{number} departments, all with {best}. Parts of each bar: {blocks}. The total stands at its end.",
        ),
        "picture.rank": ("名次", "Rank"),
        "picture.department": ("科室", "Department"),
        "picture.total": ("总分", "Total"),
        "picture.so_far": ("暂计", "so far"),
        "picture.veto": ("一票否决，不排名", "vetoed: not ranked"),
        "picture.join": ("、", ", "),
        # waterfall
        "picture.waterfall": ("{department}{year}年度得分：从满分到得分", "{department} {year}: from full marks to its score"),
        "picture.waterfall.words": ("从满分 {full} 起，{steps}，{end}。", "From {full}: {steps}, to {end}."),
        "picture.waterfall.losses": ("{number} 项失分共 {moved}", "{number} down ({moved})"),
        "picture.waterfall.gains": ("{number} 项加分共 {moved}", "{number} up ({moved})"),
        "picture.waterfall.no_loss": ("没有失分", "none down"),
        "picture.waterfall.no_gain": ("没有加分", "none up"),
        "picture.waterfall.open": ("待定 {moved}", "still open {moved}"),
        "picture.waterfall.score": ("得 {score} 分", "{score}"),
        "picture.waterfall.score_so_far": ("暂计 {score} 分", "{score} so far"),
        "picture.waterfall.worst": ("失分最多的是{worst}（{effect}）。", "The largest loss: {worst} ({effect})."),
        "picture.full": ("满分", "Full marks"),
        "picture.score": ("得分", "Score"),
        "picture.score_so_far": ("已定得分（暂计）", "Settled so far"),
        "picture.whole": ("满分与得分", "Full marks and score"),
        "picture.loss": ("失分", "Lost"),
        "picture.gain": ("加分", "Gained"),
        "picture.open": ("待定", "Still open"),
        "picture.note": ("说明", "Note"),
        "picture.rounding": ("取两位小数", "Rounding"),
        "picture.limit": ("限额", "Limit"),
        "picture.axis": ("横轴自 {low} 分起", "The axis begins at {low}"),
        "picture.step": ("项目", "Item"),
        "picture.clause": ("条款", "Clause"),
        "picture.effect": ("折合总分", "On the total"),
        "picture.after": ("余", "Left"),
        "picture.reasons": ("原因", "Why"),
        # heat
        "picture.heat": ("{bureau}{year}年度各项失分", "{bureau} {year}: where points were lost"),
        "picture.heat.words": (
            "{items} 个项目、{number} 个科室；失分最多的是{department}的{item}（折合总分 {effect}）。",
            "{items} items of {number} departments; most was lost by {department} in “{item}” ({effect} on the total).",
        ),
        "picture.heat.even": ("{items} 个项目、{number} 个科室，都没有失分。", "{items} items of {number} departments; nothing was lost."),
        "picture.heat.full": ("· 未失分", "· nothing gone"),
        "picture.heat.little": ("失去不到 15%", "up to 15 % gone"),
        "picture.heat.some": ("15%–40%", "15–40 %"),
        "picture.heat.much": ("40% 以上", "over 40 %"),
        "picture.heat.gain": ("高于满分", "above full marks"),
        "picture.heat.open": ("? 尚有待定", "? still open"),
        "picture.most": ("最多折合", "At most"),
        # quarters
        "picture.quarters": ("{bureau}{year}年度{item}逐季余额", "{bureau} {year}: {item}, what is left by quarter"),
        "picture.quarters.words": (
            "到{last}为止，{best}余 {high} 分，为最多；{worst}余 {low} 分，为最少；平均 {mean} 分。",
            "{last}: {best} has most left ({high}), {worst} least ({low}); the mean is {mean}.",
        ),
        "picture.mean": ("平均", "Mean"),
        # strips
        "picture.median": ("中位数", "Median"),
        "picture.number": ("个数", "Number"),
        "picture.mean_of": ("平均（占满分 %）", "Mean (% of full)"),
        "picture.median_of": ("中位数（%）", "Median (%)"),
        "picture.lowest_of": ("最低（%）", "Lowest (%)"),
        "picture.highest_of": ("最高（%）", "Highest (%)"),
        # information
        "picture.information": ("{bureau}{year}年度信息报送与采用", "{bureau} {year}: information sent and adopted"),
        "picture.information.words": (
            "全年报送 {sent} 篇，采用 {adopted} 篇；采用最多的是{level}（{most} 篇）。",
            "{sent} sent, {adopted} adopted; most by “{level}” ({most}).",
        ),
        "picture.information.none": ("全年报送 {sent} 篇，没有采用。", "{sent} sent, none adopted."),
        "picture.sent": ("报送", "Sent"),
        "picture.month": ("{number}月", "{number}"),
        "picture.sum": ("合计", "Sum"),
        "picture.level": ("层级", "Level"),
        # progress
        "picture.progress": ("{name}{year}年度目标进度（按周）", "{name} {year}: goals done by week"),
        "picture.progress.words": (
            "截至{day}，应完成 {planned} 项，已完成 {done} 项，{gap}；全年共 {number} 项。",
            "By {day}, {planned} of {number} should be done and {done} are: {gap}.",
        ),
        "picture.progress.late": ("落后 {number} 项", "{number} behind"),
        "picture.progress.early": ("提前 {number} 项", "{number} ahead"),
        "picture.progress.even": ("与计划相符", "as planned"),
        "picture.planned": ("计划累计", "Planned"),
        "picture.done": ("实际累计", "Done"),
        "picture.behind": ("落后", "Behind"),
        "picture.week": ("周（截至）", "Week until"),
        "picture.today": ("截至 {day}", "until {day}"),
        # grades
        "picture.grades": ("{bureau}{year}年度目标划档分布", "{bureau} {year}: how goals were graded"),
        "picture.grades.words": (
            "共 {number} 项目标：{counts}。",
            "{number} goals: {counts}.",
        ),
        "picture.grades.count": ("{grade} {number} 项", "{grade} {number}"),
        "picture.ungraded": ("未划档", "not graded"),
        # stability
        "picture.stability": ("{bureau}{year}年度名次的稳定性", "{bureau} {year}: how firmly the ranking stands"),
        "picture.stability.words": (
            "{block}的权重从 {low} 到 {high} 变动时，{firm} 个科室名次不变；变动最大的是{widest}（第 {best} 至第 {worst} 名）。",
            "With “{block}” weighing from {low} to {high}, {firm} departments keep their rank; {widest} moves most (from {best} to {worst}).",
        ),
        "picture.stability.firm": (
            "{block}的权重从 {low} 到 {high} 变动时，全部 {firm} 个科室名次不变。",
            "With “{block}” weighing from {low} to {high}, all {firm} departments keep their rank.",
        ),
        "picture.stability.none": ("名次尚未产生。", "There is no ranking yet."),
        "picture.moves": ("权重变动时的范围", "Where the weights move it"),
        "picture.best": ("最好名次", "Best rank"),
        "picture.worst": ("最差名次", "Worst rank"),
        "picture.gap": ("与上一名相差", "Behind the one before"),
        "picture.stability.axis": ("名次（横线为权重变动时的范围）", "Rank (the line shows the range)"),
        # framework
        "picture.framework": ("{bureau}目标绩效考核体系框架图", "{bureau}: the framework of the assessment"),
        "picture.framework.words": (
            "年度总分 {full} 分，由{parts}合成，下分 {items} 个项目、{rules} 条规则；项目下列出每一事项的分值。",
            "A total of {full}: {parts}. {items} items with {rules} rules, each with what an event is worth.",
        ),
        "picture.framework.worth": ("满分或分值", "Full marks, or what an event is worth"),
        "picture.framework.weighted": ("满分 {full} × {weight} = {share} 分", "{full} × {weight} = {share}"),
        "picture.framework.full": ("满分 {full}，折合总分 {share}", "{full}, on the total {share}"),
        "picture.framework.void": ("不得分", "void"),
        "picture.framework.judged": ("评定", "decided"),
        "picture.framework.each_period": ("/季", "/qtr"),
        "picture.framework.to": ("～", "–"),
        "picture.framework.fix": ("审定目标，分解到人", "Goals fixed and given to persons"),
        "picture.framework.quarter": ("每季考核通报（{periods} 期）", "Announced in {periods} periods"),
        "picture.framework.grade": ("年终划档、全面考核", "Graded at year end"),
        "picture.framework.publish": ("考核结果公示", "Results published"),
        "picture.framework.object": ("{days} 日内可提出复核", "Review within {days} days"),
        "picture.framework.object_working": ("{days} 个工作日内可提出复核", "Review within {days} working days"),
        "picture.framework.use": ("奖金兑现、提拔使用", "Rewards and promotion"),
    }
)
