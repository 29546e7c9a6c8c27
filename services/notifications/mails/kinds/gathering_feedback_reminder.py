"""Who was there and has not answered is asked once more; nothing keeps that they were."""

from services.notifications.mails.kinds.gathering_feedback import ask
from services.notifications.mails.rules import seat_of
from services.notifications.mails.values import MailKind, MailText, NoticeContext, Topic


def write(context: NoticeContext) -> MailText:
    return ask(
        context,
        subject="Erinnerung an Ihre Rückmeldung",
        begins=f"Zu „{seat_of(context).title}“ fehlt noch eine Antwort zu Ihrem Link. Ein paar"
        " Aussagen und, wenn Sie mögen, ein paar Sätze: Das dauert zwei Minuten.",
        ends="Das ist die einzige Erinnerung. Gespeichert wird nur, wie viele davon verschickt"
        " wurden, nicht an wen.",
    )


MAIL = MailKind(
    "Erinnerung an die Rückmeldung",
    Topic.SURVEYS,
    priority=2,
    height=800,
    write=write,
    notice=True,
    single=True,
)
