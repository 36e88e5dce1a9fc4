"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register(
    {
        "reports.nothing": (
            "没有可以打包的公文。请先看清单里有没有这一种。",
            "There is no paper of this kind to be made. Look in the list whether there is one.",
        ),
        "reports.too_many": (
            "您已有 {most} 批公文在等候或办理。请等其中一批办好，或先取消一批。",
            "{most} batches of yours are waiting or being made. Wait for one of them, or cancel one first.",
        ),
        "reports.own_name": (
            "整批办理只能以本人名义提出。请先结束代办，再提交。",
            "A batch is asked for in one's own name only. Stop acting for another first, then send this again.",
        ),
        "told.batch_done": (
            "{year} 年度整批公文（{count} 份）已办好，可以下载",
            "{count} papers of {year} are made and can be fetched",
        ),
        "reports.over": (
            "这一批已经办好或已经取消，没有改动。",
            "This batch is done or cancelled already; nothing was changed.",
        ),
    }
)
