"""The working days of the State Council of China: make-up weekends, horizon, provisional dates."""

from govaudit.calendar.china import china_calendar
from govaudit.calendar.model import Calendar, Day, Due, Step

__all__ = ["Calendar", "Day", "Due", "Step", "china_calendar"]
