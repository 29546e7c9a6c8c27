"""What the tables of messaging keep about people."""

from shared.privacy.declared import Deletion, Kind, Unlinked, by_topic, personal

ERASED = personal(
    Kind.TECHNICAL,
    about=Unlinked("mit Schlüssel gebildete Prüfsumme der Kennung; sie nennt niemanden"),
    purpose="was über eine gelöschte Person noch ankommt, nicht aufnehmen",
    deletion=Deletion.WITHOUT_LIMIT,
)
PACKED = personal(
    *Kind,
    about=Unlinked("verschlüsselt; es ist selbst die Auskunft über die Person"),
    purpose="Auskunft und Übertragbarkeit: alles über eine Person, bis es abgeholt ist",
    deletion=Deletion.SEVEN_DAYS,
)
ACTED = personal(
    Kind.TECHNICAL,
    Kind.EMPLOYMENT,
    about=Unlinked("Kennung dessen, worum es ging; der Eintrag ist der Nachweis darüber"),
    purpose="Nachweis, wer was geändert oder eingesehen hat",
    deletion=Deletion.TWELVE_MONTHS,
)
HELD = personal(
    Kind.TECHNICAL,
    about=Unlinked(
        "solange die Sperre gilt, kann die Person nicht gelöscht werden; danach ist sie weg"
    ),
    purpose="nichts löschen, was für ein Verfahren gebraucht wird",
    deletion=Deletion.DEADLINE,
)
IN_TRANSIT = by_topic("topic", purpose="Versand", deletion=Deletion.ACKNOWLEDGED)
HANDLED = personal(
    Kind.TECHNICAL,
    about=Unlinked("Kennung einer Nachricht, die selbst auf dem Bus liegt"),
    purpose="jede Nachricht nur einmal behandeln",
    deletion=Deletion.INBOX,
)
SET_ASIDE = by_topic(
    "topic", purpose="nach einem Fehler fortsetzen", deletion=Deletion.PARKING_SETTLED
)
EDITED = personal(
    Kind.IDENTITY,
    Kind.CONTACT,
    Kind.EMPLOYMENT,
    Kind.PARTICIPATION,
    about=Unlinked("das Topic der Nachricht steht nicht dabei"),
    purpose="Nachweis der Bearbeitung",
    deletion=Deletion.THIRTY_DAYS,
)
OPERATOR = "Betriebskonto, keine Person des Verzeichnisses"
WORK_OF_OPERATORS = personal(
    Kind.TECHNICAL,
    about=Unlinked(OPERATOR),
    purpose="Nachweis der Bearbeitung",
    deletion=Deletion.WITHOUT_LIMIT,
)
NAME_OF_OPERATOR = personal(
    Kind.IDENTITY,
    about=Unlinked(OPERATOR),
    purpose="Nachweis der Bearbeitung",
    deletion=Deletion.WITHOUT_LIMIT,
)
WORDS_OF_OPERATOR = personal(
    Kind.FREE_TEXT,
    about=Unlinked(OPERATOR),
    purpose="Nachweis der Bearbeitung",
    deletion=Deletion.WITHOUT_LIMIT,
)
