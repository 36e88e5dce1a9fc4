"""What this room says: its refusals, and how every amount comes about, in both languages."""

from kaohe.engine import register

register(
    {
        "uses.odd_amount": (
            "金额 {found} 应大于 0，最多两位小数，且不超过一百亿。请更正。",
            "The amount {found} must be above 0 with two decimals at most, and no more than ten billion. Mend it.",
        ),
        "uses.odd_coefficient": (
            "系数不能小于 0。请更正。",
            "A coefficient can't be below 0. Mend it.",
        ),
        "uses.no_tiers": (
            "选了分档，还没有填任何一档。请填写各档的界限和系数，或改为不分档。",
            "Tiers were chosen and none is given. Give each its bound and coefficient, or choose no tiers.",
        ),
        "uses.tiers_order.rank": (
            "各档的名次应从小到大，不能重复；不填名次的“其余”一档放在最后。请调整。",
            "Tiers by rank go from the first places on, each bound once; the one without a bound comes last. Rearrange them.",
        ),
        "uses.tiers_order.score": (
            "各档的分数应从高到低，不能重复；不填分数的“其余”一档放在最后。请调整。",
            "Tiers by score go from the highest on, each bound once; the one without a bound comes last. Rearrange them.",
        ),
        "uses.no_tier": (
            "{department}（第 {rank} 名，{score} 分）没有落在任何一档。请加一档，或在最后加一档“其余”。",
            "{department} (place {rank}, {score} points) falls into no tier. Add a tier, or one without a bound at the end.",
        ),
        "uses.no_heads": (
            "{department}没有可计的人数。请核对任职的起止日期，或改按核定人数计算。",
            "{department} has nobody to be counted. Check the dates of its appointments, or count by the size on record.",
        ),
        "uses.nothing_to_weigh": (
            "照这样的设置，所有科室的权重都是 0，无从分配。请检查系数。",
            "With these settings every weight is 0 and nothing can be divided. Check the coefficients.",
        ),
        "uses.not_final": (
            "{year} 年度尚未定案（或已重新开启），结果不能使用。请在定案之后办理。",
            "{year} isn't final (or was taken up again), so its result can't be used. Wait until it is final.",
        ),
        "uses.scheme_open": (
            "{year} 年度已有一份奖金分配方案在等第二人同意。请先等答复，或撤回那一份。",
            "A scheme for {year} awaits the second person's word. Wait for the answer, or withdraw it.",
        ),
        "uses.allotted_before": (
            "{year} 年度的奖金分配已经确定过。要再次分配，请写明理由；原来的分配保留。",
            "The money of {year} was divided before. To divide it once more, say why; the former allotment stays on record.",
        ),
        "uses.changed_since": (
            "{officer}提请之后，人员任职或定案结果有变动，照原来的设置算出来已不是所提请的数。请退回，重新试算并提请。",
            "Since {officer} proposed it, appointments or the final result have changed, and the settings no longer come to what was proposed. Return it; try and propose anew.",
        ),
        # how an amount comes about
        "uses.weight.score": ("{score} 分 × 系数 {coefficient} × {heads} 人", "{score} points × coefficient {coefficient} × {heads} heads"),
        "uses.weight.plain": ("系数 {coefficient} × {heads} 人", "coefficient {coefficient} × {heads} heads"),
        "uses.line.pool": (
            "{pool} 元 ×（{weight}）÷ 全部权重 {weights} = {exact} 元，计到分为 {amount} 元",
            "{pool} yuan × ({weight}) ÷ all weights {weights} = {exact} yuan, to the cent {amount}",
        ),
        "uses.line.value": (
            "{value} 元 ×（{weight}）= {exact} 元，四舍五入为 {amount} 元",
            "{value} yuan × ({weight}) = {exact} yuan, rounded half up {amount}",
        ),
        "uses.line.spare": ("；舍去的尾数最大，余下的一分归此", "; it lost most by the cut, so one of the cents left over goes here"),
        "uses.line.outside": ("；在名次之外，系数按设置取 {coefficient}", "; outside the ranking, where the settings say {coefficient}"),
        # the whole division in words
        "uses.told.pool": (
            "总额 {pool} 元，按权重分配到分：每份 = 总额 × 权重 ÷ 全部权重（{weights}）。先舍到分，余下的 {spare} 分逐分归舍去尾数最大的人，尾数相同的按科室和人员次序。",
            "A pool of {pool} yuan is divided by weight to the cent: each share = pool × weight ÷ all weights ({weights}). Shares are cut to the cent, and the {spare} cents left over go one by one to those who lost most by the cut, of equal ones to the first in the decreed order.",
        ),
        "uses.told.value": (
            "每分（每人）{value} 元：每份 = {value} × 权重，各自四舍五入到分。",
            "{value} yuan for each point (and head): each share = {value} × weight, rounded half up to the cent.",
        ),
        "uses.told.weight.score": ("权重 = 公布得分 × 系数 × 人数。", "Weight = published score × coefficient × heads."),
        "uses.told.weight.plain": ("权重 = 系数 × 人数，得分不直接相乘。", "Weight = coefficient × heads; the score itself is left aside."),
        "uses.told.by.none": ("不分档，系数都是 1。", "No tiers: every coefficient is 1."),
        "uses.told.by.rank": ("按名次分档：{tiers}。", "Tiers by rank: {tiers}."),
        "uses.told.by.score": ("按得分分档：{tiers}。", "Tiers by score: {tiers}."),
        "uses.tier.rank": ("前 {bound} 名 {coefficient}", "up to place {bound}: {coefficient}"),
        "uses.tier.score": ("{bound} 分及以上 {coefficient}", "{bound} points and above: {coefficient}"),
        "uses.tier.rest": ("其余 {coefficient}", "the rest: {coefficient}"),
        "uses.told.outside": ("名次之外（一票否决）的科室系数 {coefficient}。", "Departments outside the ranking (vetoed) have the coefficient {coefficient}."),
        "uses.told.heads.year_end": ("人数：12 月 31 日在册的每人计 1。", "Heads: whoever belongs to it on 31 December counts one."),
        "uses.told.heads.months": (
            "人数：每月 15 日在册计一个月，十二分之几计几；年中进出的按此折算。",
            "Heads: a twelfth for each month on whose fifteenth somebody belongs to it; who comes or goes in between counts in part.",
        ),
        "uses.told.heads.days": ("人数：按在册日数折算，年中进出的按日计。", "Heads: by the day; who comes or goes in between counts in part."),
        "uses.told.heads.size": ("人数：按定案时科室的核定人数，不分到人。", "Heads: the department's size in the final result, not divided among persons."),
        # what people are told by message
        "told.scheme_waits": ("{year} 年度：奖金分配方案待您审核", "{year}: a division of the money waits for your consent"),
        "told.scheme_returned": ("{year} 年度：奖金分配方案被退回", "{year}: the division of the money came back"),
        "told.scheme_fixed": ("{year} 年度奖金分配已确定", "The money of {year} has been divided"),
    }
)
