"""Who has not answered a survey is asked once more; nothing keeps that they were."""

from services.notifications.mails.kinds.planned_survey import ask
from services.notifications.mails.values import MailKind, MailText, NoticeContext, Topic


def write(context: NoticeContext) -> MailText:
    return ask(
        context,
        subject="Erinnerung an die Befragung",
        begins="Zu Ihrem Link fehlt noch eine Antwort.",
        ends="Das ist die einzige Erinnerung. Gespeichert wird nur, wie viele davon verschickt"
        " wurden, nicht an wen.",
    )


MAIL = MailKind(
    "Erinnerung an eine Befragung",
    Topic.SURVEYS,
    priority=2,
    height=800,
    write=write,
    notice=True,
    single=True,
)
