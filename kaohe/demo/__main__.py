"""`python -m kaohe.demo OUT.xlsx` writes the demo year as a workbook; without a name, the one that ships."""

import sys
from pathlib import Path

from kaohe.demo.workbook import SHIPPED, demo_rulebook, write_demo_workbook


def main(arguments: list[str]) -> int:
    """Write the workbook and say where. Exit status 2, and a sentence, where it can't be written."""
    if len(arguments) > 1 or any(argument.startswith("-") for argument in arguments):
        sys.stderr.write("用法：python -m kaohe.demo [输出文件.xlsx]\nUsage: python -m kaohe.demo [OUT.xlsx]\n")
        return 2
    target = Path(arguments[0]) if arguments else SHIPPED
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_demo_workbook(target, demo_rulebook())
    except OSError as problem:
        sys.stderr.write(f"无法写入 {target}：{problem.strerror}。请换一个可写的位置。\n")
        sys.stderr.write(f"{target} can't be written: {problem.strerror}. Choose another place.\n")
        return 2
    sys.stdout.write(f"演示数据已写入 {target}\nThe demonstration data is in {target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
