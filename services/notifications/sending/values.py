"""What stands in the way of all mails."""

from enum import StrEnum

from shared.contracts.words import words


class PauseCause(StrEnum):
    """Why no mail goes out at all; none of it is a recipient's fault."""

    UNREACHABLE = "unreachable"
    TLS = "tls"
    CREDENTIALS = "credentials"
    UNWILLING = "unwilling"
    SENDER = "sender"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"


words(
    PauseCause,
    unreachable="Der Mailserver ist nicht erreichbar. Stimmen Name und Port in"
    " KNOTENPUNKT_SMTP_URL, und läuft er?",
    tls="Mit dem Mailserver kommt keine verschlüsselte Verbindung zustande: Er bietet"
    " sie nicht an, oder sein Zertifikat ist nicht vertrauenswürdig (KNOTENPUNKT_SMTP_TLS,"
    " KNOTENPUNKT_SMTP_CA_FILE).",
    credentials="Der Mailserver weist die Anmeldung ab. Stimmen Benutzer und Passwort"
    " in KNOTENPUNKT_SMTP_URL?",
    unwilling="Der Mailserver nimmt zurzeit nichts von uns an.",
    sender="Der Mailserver lehnt unsere Absenderadresse ab (KNOTENPUNKT_MAIL_FROM).",
    refused="Der Mailserver lehnt alle Empfänger ab, vermutlich unseretwegen: Darf"
    " dieser Rechner mit dieser Absenderadresse nach außen senden?",
    interrupted="Die Verbindung zum Mailserver bricht während der Übergabe ab.",
)
