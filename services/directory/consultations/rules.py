"""What may become of a consultation, and the appointment as calendars read it."""

from datetime import datetime, timedelta
from uuid import UUID

from services.directory.consultations.values import WAITING, Appointment, State
from shared.calendars import Entry, Method, calendar_of
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
    entry = Entry(
        uid=f"{consultation_id}@knotenpunkt",
        sequence=appointment.revision,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        summary="Fachberatung",
        location=appointment.place,
        url=url,
        cancelled=cancelled,
    )
    how = Method.CANCEL if cancelled else Method.PUBLISH
    return calendar_of([entry], now, method=how, product="Fachberatung")
