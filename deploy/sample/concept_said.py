"""What the sample's people said of its framework concept, and what the office replied."""

from dataclasses import dataclass

from services.surveys.framework_comments.values import CommentKind, Decision


@dataclass(frozen=True)
class Said:
    """Of the chapter at a place; ``decision`` and ``reason`` are missing while a round runs."""

    chapter: int
    kind: CommentKind
    text: str
    wording: str = ""
    supporters: int = 0
    answer: str = ""
    decision: Decision | None = None
    reason: str = ""


SHORTENED = (4, 7, 9)
"""Chapters whose last paragraph came into version 1 by the comments."""
FIRST = (
    Said(
        4,
        CommentKind.CHANGE,
        "Wie viele Schulen jemand haben darf, muss hier stehen. Sonst wird es verhandelt.",
        "Eine Vollzeitkraft arbeitet an höchstens zwei Schulen.",
        supporters=4,
        answer="Und wer eine halbe Stelle hat, nur an einer.",
        decision=Decision.TAKEN,
        reason="Das entspricht auch der Förderrichtlinie. Die Einarbeitung steht jetzt mit dabei.",
    ),
    Said(
        4,
        CommentKind.CHANGE,
        "Ein Mindestbudget wäre gut.",
        "Jede Schule stellt 500 Euro im Jahr für Material bereit.",
        supporters=2,
        decision=Decision.PARTLY,
        reason="Ein eigenes Budget steht im Text. Die Höhe legen Träger und Schulträger fest, weil"
        " die Schulen sehr verschieden groß sind.",
    ),
    Said(
        7,
        CommentKind.QUESTION,
        "Wer ist für das Schutzkonzept verantwortlich, wir oder die Schulleitung?",
        supporters=3,
        decision=Decision.ANSWERED,
        reason="Danke für die Frage. Der neue Absatz sagt es: verantwortlich ist die Schulleitung,"
        " die Schulsozialarbeit wirkt mit.",
    ),
    Said(
        9,
        CommentKind.CHANGE,
        "Bitte sagen, dass Familien wissen müssen, was wir aufschreiben.",
        "Familien wissen, was festgehalten wird, wozu und wie lange.",
        supporters=5,
        decision=Decision.TAKEN,
        reason="Wörtlich übernommen.",
    ),
    Said(
        3,
        CommentKind.CHANGE,
        "Vertretung in Notfällen sollte möglich sein.",
        "Vertretungsunterricht ist nur in Notfällen zulässig.",
        decision=Decision.NOT_TAKEN,
        reason="Der Erlass schließt Vertretungsunterricht aus. Eine Ausnahme würde schnell zur"
        " Regel.",
    ),
    Said(
        1,
        CommentKind.APPROVAL,
        "Freiwillig und vertraulich an erster Stelle: genau so erleben wir es im Alltag.",
        supporters=2,
    ),
)
SECOND = (
    Said(
        8,
        CommentKind.CHANGE,
        "Die Ferien fehlen. Gerade dann brauchen manche Kinder einen vertrauten Menschen.",
        "Für die Ferien ist abgesprochen, wer ansprechbar ist.",
        supporters=3,
        answer="Aber bitte nicht zusätzlich zur Arbeitszeit.",
    ),
    Said(
        8,
        CommentKind.QUESTION,
        "Gilt das auch für den Offenen Ganztag in freier Trägerschaft?",
        supporters=1,
        decision=Decision.ANSWERED,
        reason="Ja. Wir schreiben es in den Text.",
    ),
    Said(
        9,
        CommentKind.CRITICISM,
        "Messenger ganz auszuschließen geht an den Familien vorbei, die nur so erreichbar sind.",
        supporters=4,
    ),
    Said(
        9,
        CommentKind.CHANGE,
        "Es braucht eine Lösung, nicht nur ein Verbot.",
        "Die Träger stellen einen datenschutzgerechten Messenger bereit.",
        supporters=2,
    ),
)
ADDED = {
    8: "Seit dem Rechtsanspruch auf Ganztagsförderung verbringen Grundschulkinder mehr Zeit in der"
    " Schule. Schulsozialarbeit ist auch am Nachmittag zu erreichen und stimmt ihre Zeiten mit der"
    " Ganztagsschule ab.",
    9: "Mit Familien wird nicht über private Geräte und nicht über Messenger geschrieben, die"
    " Kontakte auslesen.",
}
"""What version 2 says besides."""
