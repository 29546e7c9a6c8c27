"""Before a date, to those with a seat: weekday, date and time, never "tomorrow"."""

from uuid import UUID

from services.notifications.mails.rules import date_text, seat_of, seat_text
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from shared.contracts.gatherings import DateFact


def dates_of(context: NoticeContext) -> list[str]:
    """Those of which the mail reminds."""
    return list(dict.fromkeys(date_text(each) for each in _found(context)))


def rooms_of(context: NoticeContext) -> list[str]:
    """Where one joins by video, as it is now; a reminder goes only to who has a seat."""
    return list(dict.fromkeys(each.join_link for each in _found(context) if each.join_link))


def _found(context: NoticeContext) -> list[DateFact]:
    seat = seat_of(context)
    found = [seat.date_of(UUID(each.payload["date_id"])) for each in context.told]
    return [each for each in found if each is not None]


def write(context: NoticeContext) -> MailText:
    said = ["wir erinnern Sie an einen Termin, zu dem Sie angemeldet sind."]
    said.append("Können Sie nicht kommen, melden Sie sich bitte ab: Andere warten vielleicht.")
    return seat_text(
        context,
        f"Erinnerung: {seat_of(context).title}",
        said,
        "Anmeldung ansehen oder abmelden",
        dates=dates_of(context),
        reason="Sie zu einer Veranstaltung angemeldet sind",
        entries=False,
        join=rooms_of(context),
    )


MAIL = MailKind(
    "Erinnerung an eine Veranstaltung",
    Topic.GATHERINGS,
    priority=2,
    height=860,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    single=True,
)
