"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register(
    {
        "ledger.lacks_person": (
            "记录 {entry}（{rule}）须写明人员。请填写姓名。",
            "Entry {entry} ({rule}) must name the persons. Add them.",
        ),
        "ledger.lacks_about": (
            "记录 {entry}（{rule}）须有说明。请写明发生了什么。",
            "Entry {entry} ({rule}) must say what happened. Add a sentence.",
        ),
        "ledger.lacks_evidence": (
            "记录 {entry}（{rule}）须附佐证。请补上。",
            "Entry {entry} ({rule}) needs evidence. Attach it.",
        ),
        "ledger.lacks_matter": (
            "记录 {entry}（{rule}）须写明事项，同一事项只计一次。请补上。",
            "Entry {entry} ({rule}) must name its matter, because one matter counts once. Add it.",
        ),
        "ledger.lacks_amount": (
            "记录 {entry}（{rule}）须写明评定的分值。请补上。",
            "Entry {entry} ({rule}) must state the points that were judged. Add them.",
        ),
        "ledger.lacks_goal": (
            "记录 {entry}（{rule}）须指明目标。请选择目标。",
            "Entry {entry} ({rule}) must name a goal. Choose one.",
        ),
        "ledger.no_such_goal": (
            "记录 {entry}：该科室没有编号为“{found}”的目标。请更正目标编号。",
            "Entry {entry}: the department has no goal “{found}”. Mend the goal's code.",
        ),
        "ledger.graded_rule": (
            "“{rule}”由考核领导小组划档，不能直接登记或冲正。请在划档中办理。",
            "“{rule}” is decided by the leading group and can't be recorded or reversed directly. Grade the goal instead.",
        ),
        "ledger.reversal_of_reversal": (
            "记录 {entry} 本身是冲正，不能再冲正。请重新登记原事项。",
            "Entry {entry} is itself a reversal and can't be reversed. Record the event anew.",
        ),
        "ledger.reversal_without_why": (
            "冲正记录 {entry} 须写明原因。请补上。",
            "Reversing entry {entry} needs a reason. Add it.",
        ),
        "ledger.twin": (
            "{day} {department}的“{rule}”已有登记（{same}），可能重复。确认不是同一件事后再登记。",
            "On {day}, “{rule}” stands already for {department} ({same}). Confirm that this is another event.",
        ),
        "ledger.on_leave": (
            "{person}（{department}）{day} 已登记请假或外出，不计“{rule}”。请去掉此人，或先冲正请假登记。",
            "{person} ({department}) has leave on {day} and doesn't count for “{rule}”. Leave the name out, or reverse the leave first.",
        ),
        "ledger.other_words": (
            "记录 {entry}（{rule}）只登记“{words}”，不写原因。请删去说明。",
            "Entry {entry} ({rule}) says only “{words}” and never why. Leave the reason out.",
        ),
        "ledger.no_proof_wanted": (
            "记录 {entry}（{rule}）不收佐证：假条由科室保管，不录入系统。请去掉文号和文件。",
            "Entry {entry} ({rule}) takes no evidence: the paper stays with the department. Remove numbers and files.",
        ),
        "ledger.not_lasting": (
            "“{rule}”不是请假一类的登记，没有起止日期。请用它自己的登记页。",
            "“{rule}” doesn't last from a day to a day. Record it on its own page.",
        ),
        "ledger.not_shorter": (
            "记录 {entry} 从 {first} 到 {last}，提前返岗只能在这之间且早于止期（填的是 {found}）。还没有开始的请直接冲正。",
            "Entry {entry} lasts from {first} to {last}; who comes back early does so between them (found {found}). Reverse what hasn't begun.",
        ),
        "ledger.round_empty": (
            "还没有选任何一项。请先选科室、情况和人员。",
            "Nothing has been chosen yet. Choose a department, what was found, and the persons.",
        ),
        "ledger.file_foreign": (
            "您不能引用文件“{file}”。请自己上传，或填写文号。",
            "The file “{file}” isn't yours to use. Upload it yourself, or give its number.",
        ),
        "ledger.answer_empty": (
            "对记录 {entry} 的答复是空的。请写明情况。",
            "The answer to entry {entry} is empty. Say what there is to say.",
        ),
        "ledger.answer_long": (
            "对记录 {entry} 的答复最多 {most} 个字。请写得简短些，材料可另附。",
            "An answer to entry {entry} has at most {most} characters. Say it more briefly.",
        ),
        "ledger.announced": (
            "记录 {entry} 已在 {day} 的通报中计分，不能再答复。有异议请在公示期内申请复核。",
            "Entry {entry} counted in the bulletin of {day}. Object to it during the public notice instead.",
        ),
        # how an entry is called that has no number yet
        "ledger.unnumbered": ("“{department} {what}”", "“{department}, {what}”"),
        "ledger.beside": ("本次的另一笔", "another of these"),
        # what people are told by message
        "told.more": ("另有 {count} 笔", "{count} more"),
        "told.recorded": (
            "{department}有新的考核记录 {numbers}，通报前可以答复",
            "{department} has new entries {numbers}; answer before they are announced",
        ),
    }
)
