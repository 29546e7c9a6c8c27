"""What happened to how somebody signs in, so that nobody changes it unseen.

Nothing to click: whoever is used to links in such a mail follows those of others.
"""

from services.notifications.codes.values import SecondStepContext
from services.notifications.mails.values import (
    AT_ONCE,
    MailKind,
    MailText,
    Topic,
    Urgency,
)
from shared.clock import local_date
from shared.contracts.accounts import SecurityNotice

_CHANGED = "Ihr zweiter Schritt wurde geändert"
_SUBJECTS = {
    SecurityNotice.RECOVERY_CODE_USED: "Ein Wiederherstellungscode wurde benutzt",
    SecurityNotice.RECOVERY_CODES_RENEWED: "Neue Wiederherstellungscodes",
    SecurityNotice.PASSKEY_REFUSED: "Ein Passkey wurde abgelehnt",
    SecurityNotice.ADDRESS_REPLACED: "Ihre Adresse zum Anmelden wurde geändert",
    SecurityNotice.ADDRESS_ADDED: "Ihre neue Adresse zum Anmelden",
}
_HAPPENED = {
    SecurityNotice.RECOVERY_CODE_USED: "mit einem Ihrer Wiederherstellungscodes hat sich jemand"
    " angemeldet. Dieser Code gilt nicht mehr, die anderen gelten weiter.",
    SecurityNotice.RECOVERY_CODES_RENEWED: "für Ihr Konto wurden neue Wiederherstellungscodes"
    " ausgestellt. Die bisherigen gelten nicht mehr.",
    SecurityNotice.APP_SET_UP: "für Ihr Konto wurde eine App eingerichtet, die Codes zum Anmelden"
    " zeigt. Eine App von vorher gilt nicht mehr.",
    SecurityNotice.APP_REMOVED: "die App, die Codes zum Anmelden zeigt, wurde von Ihrem Konto"
    " entfernt.",
    SecurityNotice.PASSKEY_ADDED: "für Ihr Konto wurde ein Passkey eingetragen.",
    SecurityNotice.PASSKEY_REMOVED: "ein Passkey wurde von Ihrem Konto entfernt.",
    SecurityNotice.PASSKEY_REFUSED: "ein Passkey Ihres Kontos wurde abgelehnt, weil es eine Kopie"
    " von ihm zu geben scheint. Bitte entfernen Sie ihn und tragen Sie einen neuen ein.",
    SecurityNotice.RESET: "Ihr zweiter Schritt wurde zurückgesetzt. Bei der nächsten Anmeldung"
    " richten Sie ihn neu ein.",
    SecurityNotice.ADDRESS_REPLACED: "für Ihr Konto wurde eine andere Adresse eingetragen. An diese"
    " hier geht kein Code zum Anmelden mehr.",
    SecurityNotice.ADDRESS_ADDED: "für Ihr Konto wurde diese Adresse eingetragen. Codes zum"
    " Anmelden gehen ab jetzt hierher.",
}
"""They go on after a greeting and its comma."""


def write(context: SecondStepContext) -> MailText:
    return MailText(
        subject=_SUBJECTS.get(context.notice, _CHANGED),
        reason="Sie erhalten diese Nachricht, weil Sie sich mit dieser Mail-Adresse bei"
        " Knotenpunkt anmelden.",
        values={
            "happened": _HAPPENED.get(context.notice, f"{_CHANGED}."),
            "browser": context.browser,
            "site": context.site,
            "happened_on": local_date(context.happened_at),
            "happened_at": context.happened_at,
        },
    )


MAIL = MailKind(
    "Zweiter Schritt",
    Topic.SIGN_IN,
    priority=0,
    height=800,
    write=write,
    urgency=Urgency.CRITICAL,
    gathered=AT_ONCE,
)
