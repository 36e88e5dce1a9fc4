"""Bureaus with their choices, their departments, their officers (the user accounts), what each is appointed to, and who acts for whom."""

from kaohe.people.models.bureau import Bureau, Department, DepartmentQuerySet
from kaohe.people.models.delegation import Delegation, DelegationQuerySet
from kaohe.people.models.draw import Draw, DrawQuerySet
from kaohe.people.models.intake import Intake, IntakeQuerySet
from kaohe.people.models.nomination import Nomination, NominationQuerySet
from kaohe.people.models.officer import (
    Appointment,
    AppointmentQuerySet,
    Held,
    Officer,
    OfficerManager,
    OfficerQuerySet,
)
from kaohe.people.models.settings import BureauSettings

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "Bureau",
    "BureauSettings",
    "Delegation",
    "DelegationQuerySet",
    "Department",
    "DepartmentQuerySet",
    "Draw",
    "DrawQuerySet",
    "Held",
    "Intake",
    "IntakeQuerySet",
    "Nomination",
    "NominationQuerySet",
    "Officer",
    "OfficerManager",
    "OfficerQuerySet",
]
