"""What is done to bureaus, departments, people and their duties: one action for each deed."""

from kaohe.people.actions.accounts import (
    MOST_SECRETS,
    SECRET_DAYS,
    add_officer,
    change_password,
    close_account,
    issue_secrets,
    name_officer,
    reopen_account,
    set_mail,
)
from kaohe.people.actions.appointments import appoint, end_appointment, put_in_charge
from kaohe.people.actions.bureaus import (
    Newcomer,
    first_keepers,
    found_bureau,
    issue_secret_here,
    open_demonstration_accounts,
    place_under,
    separate_keepers,
)
from kaohe.people.actions.delegations import begin_acting, delegate, revoke_delegation
from kaohe.people.actions.departments import (
    change_department,
    create_department,
    order_departments,
    retire_department,
    set_departments,
)
from kaohe.people.actions.drawing import draw_checkers
from kaohe.people.actions.guarding import end_sessions, unlock_account
from kaohe.people.actions.moves import leave, move_officer, propose_login, take_on
from kaohe.people.actions.nominations import confirm_nominations, decline_nominations
from kaohe.people.actions.rosters import carry_out, hand_in
from kaohe.people.actions.settings import choose_settings

__all__ = [
    "MOST_SECRETS",
    "SECRET_DAYS",
    "Newcomer",
    "add_officer",
    "appoint",
    "begin_acting",
    "carry_out",
    "change_department",
    "change_password",
    "choose_settings",
    "close_account",
    "confirm_nominations",
    "create_department",
    "decline_nominations",
    "delegate",
    "draw_checkers",
    "end_appointment",
    "end_sessions",
    "first_keepers",
    "found_bureau",
    "hand_in",
    "issue_secret_here",
    "issue_secrets",
    "leave",
    "move_officer",
    "name_officer",
    "open_demonstration_accounts",
    "order_departments",
    "place_under",
    "propose_login",
    "put_in_charge",
    "reopen_account",
    "retire_department",
    "revoke_delegation",
    "separate_keepers",
    "set_departments",
    "set_mail",
    "take_on",
    "unlock_account",
]
