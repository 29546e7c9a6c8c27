"""What a mail server's code means, for people."""

_MEANINGS = {
    "5.1.1": "Dieses Postfach gibt es nicht",
    "5.1.2": "Diese Domain gibt es nicht",
    "5.1.3": "Die Adresse ist falsch geschrieben",
    "5.1.6": "Das Postfach ist umgezogen",
    "5.1.10": "Diese Domain nimmt keine Post an",
}


def said_by(reply: str) -> str:
    """In German where it is known, always with the code."""
    _, _, status = reply.rpartition(" ")
    meaning = _MEANINGS.get(status, "Der Mailserver kennt den Empfänger nicht")
    return f"{meaning} ({reply})" if reply else meaning
