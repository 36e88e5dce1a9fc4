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
        "desk.busy": (
            "同时办理的人太多，这次没有办成，什么也没有改动。请稍等几秒再试。",
            "Too many people are at it at once; this time nothing was done. Wait a few seconds and try again.",
        ),
        "desk.at_work": (
            "这张表单正在处理，没有重复执行。请稍候再看结果。",
            "This form is being dealt with and was not carried out twice. Wait a moment, then look at what came of it.",
        ),
        "desk.bad_address": (
            "地址不是一个完整的 https 网址。请从机器人的设置页面整段复制。",
            "The address is no complete https address. Copy it whole from the robot's settings.",
        ),
        "desk.host_not_allowed": (
            "不允许向“{host}”发送。请核对地址；确需使用时，由安装人员把它列入 KAOHE_OUTBOUND。",
            "Nothing may be sent to “{host}”. Check the address; if it is really needed, whoever installs lists it in KAOHE_OUTBOUND.",
        ),
        "desk.bad_sender": (
            "“{found}”不是邮箱地址。请填写发件邮箱。",
            "“{found}” is no mail address. Fill in the address that mails come from.",
        ),
        "desk.no_mail_server": (
            "还没有设置发信服务器。请由安装人员设置 KAOHE_SMTP。",
            "No mail server is set. Whoever installs sets KAOHE_SMTP.",
        ),
        "desk.mail_subject": ("您有 {number} 件待办", "{number} things wait for you"),
        "desk.mail": (
            "{name}：您有 {number} 件待办。\n请登录查看：{link}",
            "{name}: {number} things wait for you.\nSign in to see them: {link}",
        ),
        "desk.post": ("考核待办提醒：{people}。请登录查看：{link}", "Things to do: {people}. Sign in to see them: {link}"),
        "desk.and_others": ("{people}等 {number} 人", "{people} and others, {number} in all"),
        "desk.draft_too_large": (
            "草稿超过 {most} 个字符，没有保存。请分几次填写并提交。",
            "The draft has more than {most} characters and was not kept. Send it in several parts.",
        ),
        "desk.too_many_drafts": (
            "未提交的草稿已有 {most} 份，不能再增加。请先提交或丢弃一些。",
            "There are {most} drafts not sent yet. Send or throw away some first.",
        ),
        "told.nominations": ("有 {count} 项拟任待您确认", "{count} duties put forward wait for you to confirm"),
    }
)
