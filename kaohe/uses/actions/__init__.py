"""How a year's money is divided: proposed by one person, fixed by another, kept for good."""

from kaohe.uses.actions.allotting import fix_allotment, propose_allotment, return_scheme, withdraw_scheme

__all__ = ["fix_allotment", "propose_allotment", "return_scheme", "withdraw_scheme"]
