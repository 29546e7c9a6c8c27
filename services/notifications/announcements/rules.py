"""Which mail tells somebody, and of which fact."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.notifications.announcements.models import Announcement, Edition
from services.notifications.mails.values import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_TO_CONFIRM,
    NoticeContext,
    Told,
)
from services.notifications.messages.values import Telling
from services.notifications.values import News, Person
from shared.contracts.notifications import AnnouncedTo, LetterKind
from shared.contracts.phrases import counted
from shared.contracts.words import word
from shared.links import LinkMaker
from shared.messaging.event import Cause
from shared.web.problem import FieldError, Problem

FRAME_PIXELS, LINE_PIXELS, LETTERS = 640, 26, 60
"""Of a mail around its text; of a line; in a line."""


def kind_of(announcement: Announcement) -> LetterKind:
    """The first mail about an edition."""
    return ANNOUNCEMENT_TO_CONFIRM if announcement.to_confirm else ANNOUNCEMENT


def next_reminder(announcement: Announcement, now: datetime) -> datetime | None:
    """None where nobody is to be reminded."""
    if not announcement.to_confirm or announcement.remind_after is None:
        return None
    return now + timedelta(days=announcement.remind_after)


@dataclass(frozen=True, slots=True)
class Batch:
    """Who is told of an edition at once: the recipient's id by the person's.

    ``reminders`` is how many they have got already.
    """

    announcement: Announcement
    edition: Edition
    reminders: int
    people: Mapping[UUID, UUID]

    def telling(self, kind: LetterKind, reminder: int = 0) -> Telling:
        """The fact of a reminder is the edition's, with its number in the last bits."""
        edition = self.edition
        fact = UUID(int=edition.id.int ^ reminder)
        cause = Cause(edition.tenant, edition.correlation_id, edition.causation_id)
        return Telling(kind, fact, edition.published_at, cause, {"edition": edition.number})


def together(announcement: Announcement, edition: Edition, rows: Iterable[Any]) -> list[Batch]:
    """Those who have got as many reminders."""
    people: defaultdict[int, dict[UUID, UUID]] = defaultdict(dict)
    for row in rows:
        people[row.reminders][row.person_id] = row.id
    return [Batch(announcement, edition, number, mine) for number, mine in people.items()]


def unknown_audience() -> Problem:
    """Whom nobody can write to."""
    errors = [FieldError("to", "is no audience of the municipality")]
    return Problem(422, "audience-unknown", "There is no such audience", errors=errors)


def as_written(announcement: Announcement) -> News:
    """What a recipient would get if it were published now."""
    return News(
        announcement.subject, announcement.text, announcement.to_confirm, announcement.edition + 1
    )


def preview_of(
    announcement: Announcement, to: Person, office: str, links: LinkMaker, today: date
) -> NoticeContext:
    """What its mail is written from; the link in it opens nothing."""
    news = {announcement.id: as_written(announcement)}
    return NoticeContext(to, office, [Told(announcement.id, today)], links, today, news)


def height_of(announcement: Announcement) -> int:
    """About as many pixels as its mail needs; a frame cannot grow without a script."""
    lines = sum(1 + len(each) // LETTERS for each in announcement.text.split("\n"))
    return FRAME_PIXELS + LINE_PIXELS * lines


def named(announcement: Announcement) -> str:
    """Whom it is for."""
    if announcement.group_name:
        return f"Gruppe „{announcement.group_name}“"
    return word(AnnouncedTo, announcement.audience)


def consequence(announcement: Announcement, number: int) -> str:
    """What happens if it is published."""
    people = counted(number, "Person", "Personen")
    said = [f"An {people}: {named(announcement)}. Sie selbst bekommen keine Mail."]
    if announcement.edition:
        said.append("Die neue Fassung geht an alle, die schon die vorige bekommen haben.")
    if announcement.edition and announcement.to_confirm:
        said.append("Wer schon bestätigt hat, wird noch einmal gefragt.")
    return " ".join(said)


def is_new(announcement: Announcement, newest: Edition | None) -> bool:
    """Whether there is something to publish."""
    written = (announcement.subject, announcement.text)
    return newest is None or written != (newest.subject, newest.text)
