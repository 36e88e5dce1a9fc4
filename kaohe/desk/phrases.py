"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register(
    {
        "desk.no_key": (
            "这次提交缺少表单编号，没有执行。请刷新页面，再提交一次。",
            "This came without the number of its form and was not carried out. Reload the page and send it again.",
        ),
        "desk.other_content": (
            "这张表单已经提交过，内容与这次不同；这次没有执行。请先看上次提交的结果，需要更改时重新打开表单。",
            "This form was sent before with other content; this time nothing was done. Look at what came of it, and open a new form to change it.",
        ),
        "desk.at_work": (
            "这张表单正在处理，没有重复执行。请稍候再看结果。",
            "This form is being dealt with and was not carried out twice. Wait a moment, then look at what came of it.",
        ),
        "desk.draft_too_large": (
            "草稿超过 {most} 个字符，没有保存。请分几次填写并提交。",
            "The draft has more than {most} characters and was not kept. Send it in several parts.",
        ),
        "desk.too_many_drafts": (
            "未提交的草稿已有 {most} 份，不能再增加。请先提交或丢弃一些。",
            "There are {most} drafts not sent yet. Send or throw away some first.",
        ),
    }
)
