"""What may become of a consultation, and the appointment as calendars read it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event
from icalendar.prop import vDuration

from services.directory.consultations.values import WAITING, Appointment, State
from shared.clock import BERLIN
from shared.web.problem import FieldError, Problem

LATEST = timedelta(days=2 * 365)
_MAY_BECOME = {
    State.SCHEDULED: WAITING,
    State.HELD: WAITING,
    State.CLOSED: (*WAITING, State.HELD),
    State.WITHDRAWN: WAITING,
}


def refuse_change(state: State, wanted: State) -> None:
    """Raise ``Problem`` where it cannot come to this any more."""
    if state not in _MAY_BECOME[wanted]:
        raise Problem(409, "consultation-settled", "It is not open for this any more")


def refuse_unheld(starts_at: datetime | None, now: datetime) -> None:
    """Raise ``Problem`` while the appointment lies ahead."""
    if starts_at is not None and starts_at > now:
        raise Problem(409, "appointment-ahead", "The appointment lies ahead")


def refuse_moment(starts_at: datetime, now: datetime) -> None:
    """Raise ``Problem`` for an appointment that is over, or too far away to be meant."""
    if now < starts_at <= now + LATEST:
        return
    reason = "must lie ahead" if starts_at <= now else "must lie within two years"
    errors = [FieldError("day", reason)]
    raise Problem(422, "invalid-appointment", "The appointment cannot be then", errors=errors)


def calendar_file(
    consultation_id: UUID, cancelled: bool, appointment: Appointment, now: datetime, url: str
) -> bytes:
    """One event under the same UID for good; of what is called off, its cancellation.

    Nobody is named in it, and no topic: calendars are shared. ``url`` is empty where there is no
    page but a personal link.
    """
    event = Event()
    event.add("uid", f"{consultation_id}@knotenpunkt")
    event.add("sequence", appointment.revision)
    event.add("dtstamp", now)
    event.add("dtstart", appointment.starts_at.astimezone(BERLIN))
    event["duration"] = vDuration(timedelta(minutes=appointment.minutes))
    event.add("summary", "Fachberatung")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if url:
        event.add("url", url)
    if appointment.place:
        event.add("location", appointment.place)
    calendar = Calendar()
    calendar.add("prodid", "-//Knotenpunkt//Fachberatung//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    year = appointment.starts_at.year
    calendar.add_missing_timezones(date(year - 1, 1, 1), date(year + 1, 12, 31))
    return bytes(calendar.to_ical())
