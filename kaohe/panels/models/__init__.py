"""What groups decide: grades, verified quarters and objective reasons; and the meeting at which grades are decided."""

from kaohe.panels.models.decided import Answer, Excuse, ExcuseQuerySet, Grading, GradingQuerySet, Verification
from kaohe.panels.models.meeting import Bearing, GradingMeeting, GradingMeetingQuerySet, Opinion, Remark, Ruling

__all__ = [
    "Answer", "Bearing", "Excuse", "ExcuseQuerySet", "Grading", "GradingMeeting", "GradingMeetingQuerySet", "GradingQuerySet",
    "Opinion", "Remark", "Ruling", "Verification",
]  # fmt: skip
