"""The one table of who may do what. Templates ask `may`, actions call `require`: a button never shows what is refused."""

from enum import StrEnum

from kaohe.engine import Problem, Refused, listed, phrase
from kaohe.people.models import Bureau, Department, Officer
from kaohe.people.roles import KEEPERS, Role


class Deed(StrEnum):
    """What a role may do."""

    SEE_BOARD = "see_board"  # everyone's totals and places before they are published
    SEE_DEPARTMENT = "see_department"  # a department's goals, score tree and entries
    MANAGE_PEOPLE = "manage_people"  # accounts and departments; what nobody is appointed to by it
    APPOINT = "appoint"  # give duties and end them
    GUARD_ACCOUNTS = "guard_accounts"  # open a door that too many failures closed; end somebody's sessions
    REVIEW_DUTIES = "review_duties"  # duties that clash, accounts that nobody uses
    SET_CHANNELS = "set_channels"
    CHOOSE_SETTINGS = "choose_settings"  # where the measures leave the bureau a choice
    DRAW_CHECKERS = "draw_checkers"
    DELEGATE = "delegate"
    ADOPT_EDITION = "adopt_edition"
    TRY_RULEBOOK = "try_rulebook"  # other numbers on the year's facts, and a proposal of them
    OPEN_CYCLE = "open_cycle"
    SET_DATES = "set_dates"
    KEEP_CALENDAR = "keep_calendar"
    ADVANCE_STAGE = "advance_stage"
    DRAFT_GOALS = "draft_goals"
    PROPOSE_GOALS = "propose_goals"  # to the deputy director, and back while nobody has opened it
    AGREE_GOALS = "agree_goals"  # or return them
    COMPILE_GOALS = "compile_goals"  # import, remind, put before the meeting
    FIX_GOALS = "fix_goals"
    ASSIGN_GOALS = "assign_goals"
    FILL_PROGRESS = "fill_progress"
    SUBMIT_PROGRESS = "submit_progress"  # or return it to who filled it in
    REMIND_PROGRESS = "remind_progress"
    VERIFY_PROGRESS = "verify_progress"  # a claim becomes a fact only here
    ASK_EXCUSE = "ask_excuse"  # for a goal missed for objective reasons
    DECIDE_EXCUSE = "decide_excuse"
    RECORD_ENTRY = "record_entry"
    REVERSE_ENTRY = "reverse_entry"
    ANSWER_ENTRY = "answer_entry"
    STORE_FILE = "store_file"
    SEE_GRADING = "see_grading"  # what speaks for which grade, and what the group rules
    GIVE_OPINION = "give_opinion"  # one's own, on a goal to be graded
    HOLD_MEETING = "hold_meeting"  # write down what the leading group rules, and conclude its meeting
    COMMENT_GRADING = "comment_grading"
    GRADE_GOAL = "grade_goal"
    RUN_QUARTER = "run_quarter"  # ask for it, close it, announce it
    PROPOSE_RESULTS = "propose_results"  # the first person's half of the three that follow
    PUBLISH_RESULTS = "publish_results"
    FINALISE_RESULTS = "finalise_results"
    REOPEN_YEAR = "reopen_year"
    EXTEND_OBJECTIONS = "extend_objections"
    FILE_OBJECTION = "file_objection"
    ASSIGN_REVIEWER = "assign_reviewer"
    REVIEW_OBJECTION = "review_objection"
    DECIDE_OBJECTION = "decide_objection"
    PROPOSE_REWARD = "propose_reward"  # how the money of a final year is divided: the first person's half
    FIX_REWARD = "fix_reward"
    SEE_REWARD = "see_reward"  # others' amounts; one's own are always one's own to see
    SEE_DOSSIER = "see_dossier"  # what stands on record of a person over the years
    SEE_FAIRNESS = "see_fairness"  # who grades high or low, whose losses come from one kind of record
    SEE_SUBORDINATES = "see_subordinates"  # what the bureaus under one's own have published, and nothing else of them
    READ_AUDIT = "read_audit"


class Scope(StrEnum):
    """How far a role's permission reaches."""

    ALL = "all"  # every department of the bureau, and what belongs to no department
    OWN = "own"  # the departments for which the role is held: one's own, or those one supervises
    OTHERS = "others"  # every department but those one is recused from: nobody judges themselves (回避)


OFFICE, DIRECTOR, LEADING_GROUP, DEPUTY, HEAD, CLERK, OFFICER, CHECKER, AUDITOR, ADMINISTRATOR, SECURITY = (
    Role.OFFICE, Role.DIRECTOR, Role.LEADING_GROUP, Role.DEPUTY_DIRECTOR, Role.DEPARTMENT_HEAD, Role.CLERK,
    Role.OFFICER, Role.CHECKER, Role.AUDITOR, Role.ADMINISTRATOR, Role.SECURITY,
)  # fmt: skip
ALL, OWN, OTHERS = Scope.ALL, Scope.OWN, Scope.OTHERS

MAY: dict[Deed, dict[Role, Scope]] = {
    Deed.SEE_BOARD: {OFFICE: ALL, DIRECTOR: ALL, LEADING_GROUP: ALL, DEPUTY: ALL, AUDITOR: ALL},
    Deed.SEE_DEPARTMENT: {
        OFFICE: ALL, DIRECTOR: ALL, LEADING_GROUP: ALL, AUDITOR: ALL, CHECKER: ALL,
        DEPUTY: OWN, HEAD: OWN, CLERK: OWN, OFFICER: OWN,
    },
    Deed.MANAGE_PEOPLE: {ADMINISTRATOR: ALL},
    Deed.APPOINT: {SECURITY: ALL},
    Deed.GUARD_ACCOUNTS: {SECURITY: ALL},
    Deed.REVIEW_DUTIES: {ADMINISTRATOR: ALL, SECURITY: ALL, AUDITOR: ALL},
    Deed.SET_CHANNELS: {ADMINISTRATOR: ALL},
    Deed.CHOOSE_SETTINGS: {OFFICE: ALL, DIRECTOR: ALL, LEADING_GROUP: ALL},
    Deed.DRAW_CHECKERS: {OFFICE: ALL},
    Deed.DELEGATE: {
        OFFICE: ALL, DIRECTOR: ALL, LEADING_GROUP: ALL, DEPUTY: ALL, HEAD: ALL, CLERK: ALL, OFFICER: ALL, CHECKER: ALL,
    },
    Deed.ADOPT_EDITION: {LEADING_GROUP: ALL, DIRECTOR: ALL},
    Deed.TRY_RULEBOOK: {OFFICE: ALL, DIRECTOR: ALL, LEADING_GROUP: ALL},
    Deed.OPEN_CYCLE: {OFFICE: ALL},
    Deed.SET_DATES: {OFFICE: ALL},
    Deed.KEEP_CALENDAR: {OFFICE: ALL},
    Deed.ADVANCE_STAGE: {OFFICE: ALL},
    Deed.DRAFT_GOALS: {CLERK: OWN, HEAD: OWN},
    Deed.PROPOSE_GOALS: {HEAD: OWN},
    Deed.AGREE_GOALS: {DEPUTY: OWN, DIRECTOR: ALL},
    Deed.COMPILE_GOALS: {OFFICE: ALL},
    Deed.FIX_GOALS: {OFFICE: ALL},
    Deed.ASSIGN_GOALS: {HEAD: OWN},
    Deed.FILL_PROGRESS: {CLERK: OWN, HEAD: OWN},
    Deed.SUBMIT_PROGRESS: {HEAD: OWN},
    Deed.REMIND_PROGRESS: {OFFICE: ALL},
    Deed.VERIFY_PROGRESS: {OFFICE: OTHERS, CHECKER: OTHERS},
    Deed.ASK_EXCUSE: {HEAD: OWN},
    Deed.DECIDE_EXCUSE: {LEADING_GROUP: OTHERS},
    Deed.RECORD_ENTRY: {OFFICE: ALL, CHECKER: OTHERS},
    Deed.REVERSE_ENTRY: {OFFICE: ALL, CHECKER: OTHERS},
    Deed.ANSWER_ENTRY: {HEAD: OWN, CLERK: OWN},
    Deed.STORE_FILE: {
        OFFICE: ALL, DIRECTOR: ALL, LEADING_GROUP: ALL, CHECKER: ALL,
        DEPUTY: OWN, HEAD: OWN, CLERK: OWN, OFFICER: OWN,
    },
    Deed.SEE_GRADING: {OFFICE: ALL, DIRECTOR: ALL, LEADING_GROUP: ALL, AUDITOR: ALL, DEPUTY: OWN},
    Deed.GIVE_OPINION: {LEADING_GROUP: OTHERS},
    Deed.HOLD_MEETING: {OFFICE: OTHERS, LEADING_GROUP: OTHERS},
    Deed.COMMENT_GRADING: {DEPUTY: OWN},
    Deed.GRADE_GOAL: {LEADING_GROUP: OTHERS},
    Deed.RUN_QUARTER: {OFFICE: ALL},
    Deed.PROPOSE_RESULTS: {OFFICE: ALL},
    Deed.PUBLISH_RESULTS: {LEADING_GROUP: ALL, DIRECTOR: ALL},
    Deed.FINALISE_RESULTS: {LEADING_GROUP: ALL, DIRECTOR: ALL},
    Deed.REOPEN_YEAR: {LEADING_GROUP: ALL, DIRECTOR: ALL},
    Deed.EXTEND_OBJECTIONS: {LEADING_GROUP: ALL, DIRECTOR: ALL},
    Deed.FILE_OBJECTION: {HEAD: OWN},
    Deed.ASSIGN_REVIEWER: {LEADING_GROUP: OTHERS, OFFICE: OTHERS},
    Deed.REVIEW_OBJECTION: {LEADING_GROUP: OTHERS, OFFICE: OTHERS, CHECKER: OTHERS},
    Deed.DECIDE_OBJECTION: {LEADING_GROUP: OTHERS},
    Deed.PROPOSE_REWARD: {OFFICE: ALL},
    Deed.FIX_REWARD: {LEADING_GROUP: ALL, DIRECTOR: ALL},
    Deed.SEE_REWARD: {OFFICE: ALL, DIRECTOR: ALL, LEADING_GROUP: ALL, AUDITOR: ALL, DEPUTY: OWN, HEAD: OWN},
    Deed.SEE_DOSSIER: {OFFICE: ALL, DIRECTOR: ALL, LEADING_GROUP: ALL, AUDITOR: ALL, DEPUTY: OWN, HEAD: OWN},
    Deed.SEE_FAIRNESS: {OFFICE: ALL, LEADING_GROUP: ALL, AUDITOR: ALL},
    Deed.SEE_SUBORDINATES: {OFFICE: ALL, DIRECTOR: ALL, LEADING_GROUP: ALL, AUDITOR: ALL},
    Deed.READ_AUDIT: {AUDITOR: ALL},
}  # fmt: skip


def may(officer: Officer, deed: Deed, department: Department | None = None) -> bool:
    """True where the officer may do it: for that department, or, without one, somewhere in their bureau."""
    if department is None:
        return bool(_scopes(officer, deed))
    return department.bureau_id == officer.bureau_id and _reaches(officer, deed, department.pk)


def require(officer: Officer, deed: Deed, department: Department | None = None, *, bureau: Bureau) -> None:
    """Raises Refused unless the officer may do it, in that bureau, for that department."""
    if officer.bureau_id != bureau.pk or (department and department.bureau_id != bureau.pk):
        raise Refused([Problem("people.other_bureau", {"officer": officer.name, "bureau": bureau.name})])
    if may(officer, deed, department):
        return
    if officer.clash:
        role, other = officer.clash
        clash = {"officer": officer.name, "role": RoleName(role), "other": RoleName(other)}
        raise Refused([Problem("people.clash", clash)])
    values = {"officer": officer.signature, "deed": DeedName(deed), "who": RoleNames(deed)}
    if department is None or not _scopes(officer, deed):
        raise Refused([Problem("people.may_not", values)])
    code = "people.recusal" if _recused(officer, deed, department.pk) else "people.may_not_here"
    raise Refused([Problem(code, {**values, "department": department.title}, department=department.code)])


def departments_for(officer: Officer, deed: Deed) -> frozenset[int] | None:
    """The departments for which the officer may do a deed of seeing; None where that is the whole bureau."""
    scopes = _scopes(officer, deed)
    if ALL in scopes.values():
        return None
    return frozenset().union(*(officer.departments_as(role) for role in scopes))


def _scopes(officer: Officer, deed: Deed) -> dict[Role, Scope]:
    """The officer's roles that allow the deed at all, with their reach; none while two of them must not meet.

    A keeper acts as that and as nothing else: where they sit shows them no points and lets them do nothing.
    """
    if not officer.is_active or officer.bureau_id is None or officer.clash:
        return {}
    roles = {held.role for held in officer.roles_held}
    return {role: MAY[deed][role] for role in (roles & set(KEEPERS) or roles) if role in MAY[deed]}


def _reaches(officer: Officer, deed: Deed, department: int) -> bool:
    for role, scope in _scopes(officer, deed).items():
        if scope == ALL or (scope == OWN and department in officer.departments_as(role)):
            return True
        if scope == OTHERS and department not in officer.recused_from:
            return True
    return False


def _recused(officer: Officer, deed: Deed, department: int) -> bool:
    return OTHERS in _scopes(officer, deed).values() and department in officer.recused_from


class DeedName:
    """A deed's name in the reader's language, inside another sentence."""

    def __init__(self, deed: Deed) -> None:
        self.deed = deed

    def in_language(self, language: str) -> str:
        return phrase(f"deed.{self.deed}", language)


class RoleName:
    """A role's name in the reader's language, inside another sentence."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def in_language(self, language: str) -> str:
        return phrase(f"role.{self.role}", language)


class RoleNames(DeedName):
    """The roles that may do a deed, in the reader's language."""

    def in_language(self, language: str) -> str:
        names = [RoleName(role).in_language(language) for role in MAY[self.deed]]
        return listed(names, language)
