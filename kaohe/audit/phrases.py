"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register(
    {
        "durability.sqlite": (
            "SQLite 的 {setting} 为“{found}”，断电时会丢失已确认的记录。请改为 {expected}。",
            "SQLite's {setting} is “{found}”: a power cut would lose what was acknowledged. Set it to {expected}.",
        ),
        "durability.postgres": (
            "PostgreSQL 的 {setting} 为“{found}”，断电时会丢失已确认的记录。请在服务器配置中改为 {expected}。",
            "PostgreSQL's {setting} is “{found}”: a power cut would lose what was acknowledged. Set it to {expected} on the server.",
        ),
        "durability.unguarded": (
            "表 {table} 缺少只增不改的保护。请运行 manage.py migrate；若仍缺少，请恢复备份。",
            "Table {table} has lost the guard that keeps it append-only. Run manage.py migrate; restore a backup if it stays so.",
        ),
        "durability.unmigrated": (
            "数据库还有 {count} 项迁移未执行。请运行 ./run manage migrate。",
            "The database lacks {count} migrations. Run ./run manage migrate.",
        ),
    }
)
