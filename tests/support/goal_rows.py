"""Goals as a department types them into the grid."""



def goal_row(category="key", **changed):
    """One row with everything that is asked for; the code only where it is given."""
    told = {
        "category": category, "code": "", "title": "完成年度部门预算编制", "base": "", "origin": "局年度工作要点",
        "measure": "按时编制并报批", "target": "覆盖全部一级预算单位", "quality": "一次通过人大审查", "due": "2025-11-30",
        "key_work": "",
    }  # fmt: skip
    return {**told, **changed}


def goal_rows(bases=("", ""), ordinary=("", "", "", "")):
    """Two key and four ordinary goals, numbered as the house does; base points empty for equal shares."""
    keys = [goal_row("key", code=f"Z{number}", title=f"重点工作{number}", base=base) for number, base in enumerate(bases, 1)]
    return keys + [
        goal_row("ordinary", code=f"Y{number}", title=f"职能工作{number}", base=base) for number, base in enumerate(ordinary, 1)
    ]
