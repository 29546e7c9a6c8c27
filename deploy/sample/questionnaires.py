"""Three questionnaires of the office, and what both municipalities have put into the library.

They are written as the field asks: about needs for the school year, about how one is, and what
somebody says who leaves. The last one comes from Kamen, where there is a newer version by now.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from deploy.sample.past_year import PATIENCE_SECONDS, PAUSE_SECONDS
from services.surveys.library import use_cases as library
from services.surveys.library.forms import PublishForm
from services.surveys.library.values import Licence
from services.surveys.questionnaires import use_cases as writing
from services.surveys.questionnaires.models import Questionnaire
from services.surveys.questionnaires.values import Document
from services.surveys.results.queries import municipalities as municipalities_of
from shared.contracts.accounts import AccessRole
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me

BERGKAMEN, KAMEN = "05978004", "05978020"
AGREE = ("trifft gar nicht zu", "trifft eher nicht zu", "teils, teils", "trifft eher zu")
AGREEMENT = (*AGREE, "trifft voll zu")
PLAIN = ("Nein, gar nicht", "Eher nein", "Mittel", "Eher ja", "Ja, sehr")
ENGLISH = ("not at all", "rather not", "partly", "rather", "completely")
Part = dict[str, Any]


class Pen:
    """Writes a document; keys count up as in the editor."""

    def __init__(self, *languages: str) -> None:
        self.languages = languages or ("de",)
        self.sections: list[Part] = []
        self._number = 0

    def key(self, letter: str) -> str:
        self._number += 1
        return f"{letter}{self._number}"

    def words(self, text: str | Sequence[str]) -> dict[str, str]:
        texts = [text] if isinstance(text, str) else text
        return dict(zip(self.languages, texts, strict=False))

    def section(self, title: str | Sequence[str], intro: str | Sequence[str] = ()) -> None:
        self.sections.append(
            {
                "key": self.key("s"),
                "title": self.words(title),
                "intro": self.words(intro),
                "questions": [],
            }
        )

    def ask(
        self,
        kind: str,
        text: str | Sequence[str],
        options: Sequence[str | Sequence[str]] = (),
        rows: Sequence[str | Sequence[str]] = (),
        **more: Any,
    ) -> Part:
        question = {
            "key": self.key("q"),
            "kind": kind,
            "text": self.words(text),
            "options": [{"key": self.key("a"), "text": self.words(each)} for each in options],
            "rows": [{"key": self.key("z"), "text": self.words(each)} for each in rows],
            **more,
        }
        self.sections[-1]["questions"].append(question)
        return question

    @property
    def document(self) -> Document:
        return Document.model_validate({"languages": self.languages, "sections": self.sections})


def when(question: Part, *options: int, relation: str = "is") -> list[list[Part]]:
    """That one of these was chosen."""
    keys = [question["options"][each]["key"] for each in options]
    return [[{"question": question["key"], "relation": relation, "option": key} for key in keys]]


def needs() -> Document:
    pen = Pen()
    pen.section(
        "Ihre Arbeit",
        "Die Koordinierungsstelle plant das Schuljahr. Dafür möchten wir wissen, was Sie brauchen."
        " Es dauert etwa acht Minuten.",
    )
    kind = ("Grundschule", "Haupt-, Real- oder Sekundarschule", "Gesamtschule", "Gymnasium")
    school = pen.ask(
        "single", "An welcher Schulform arbeiten Sie?", (*kind, "Förderschule", "Berufskolleg")
    )
    pen.ask(
        "number",
        "Seit wie vielen Jahren arbeiten Sie in der Schulsozialarbeit?",
        hint={"de": "Ungefähr genügt."},
        least=0,
        most=45,
        classes=[0, 2, 5, 10, 20],
    )
    topics = _topics(pen)
    _closer(pen, school, topics)
    _conditions(pen)
    return pen.document


def _topics(pen: Pen) -> Part:
    pen.section("Themen")
    topics = pen.ask(
        "multiple",
        "Zu welchen Themen wünschen Sie sich eine Fortbildung?",
        (
            "Kinderschutz und § 8a",
            "Schulabsentismus",
            "Mobbing und Cybermobbing",
            "Sucht und Medien",
            "Gespräche mit Eltern",
            "Trauma und Flucht",
            "Sonstiges",
            "nichts davon",
        ),
        required=True,
        topics=True,
    )
    topics["options"][6]["own_words"] = topics["options"][7]["exclusive"] = True
    return topics


def _closer(pen: Pen, school: Part, topics: Part) -> None:
    pen.section("Genauer")
    pen.ask(
        "single",
        "Wie soll es beim Kinderschutz gehen?",
        ("ein halber Tag", "ein ganzer Tag", "mehrere Treffen mit Fällen", "ist mir gleich"),
        show_if=when(topics, 0),
    )
    pen.ask(
        "single",
        "Gibt es an Ihrer Schule ein Verfahren bei Schulabsentismus?",
        ("ja, und es wird gelebt", "ja, auf dem Papier", "nein", "weiß ich nicht"),
        show_if=when(topics, 1),
    )
    pen.ask(
        "text",
        "Was ist im Übergang von der Kita in die Schule am schwierigsten?",
        show_if=when(school, 0),
        longest=600,
    )


def _conditions(pen: Pen) -> None:
    pen.section("Bedingungen")
    matrix = pen.ask(
        "matrix",
        "Wie sehr treffen diese Aussagen auf Ihre Schule zu?",
        (*AGREEMENT, "kann ich nicht beurteilen"),
        (
            "Ich habe einen Raum für vertrauliche Gespräche.",
            "Die Schulleitung weiß, was ich tue.",
            "Ich bin an Konferenzen beteiligt, wenn es um Kinder geht, die ich begleite.",
            "Ich bekomme Beratung, wenn ich sie brauche.",
        ),
        scored=True,
    )
    matrix["options"][5]["outside"] = True
    pen.ask(
        "ranking",
        "Was soll die Koordinierungsstelle zuerst angehen?",
        rows=("Fallberatung", "Vernetzung im Stadtteil", "Räume und Ausstattung", "Fortbildung"),
    )
    pen.ask("text", "Was sollten wir noch wissen?", longest=1000)


def mood() -> Document:
    pen = Pen("de", "de-x-leicht", "en")
    intro = ("Drei Fragen, zwei Minuten.", "Es sind 3 Fragen.\nEs dauert 2 Minuten.")
    pen.section(
        ("Wie geht es Ihnen gerade?", "Wie geht es Ihnen?", "How are you at the moment?"),
        (*intro, "Three questions, two minutes."),
    )
    scale = list(zip(AGREEMENT, PLAIN, ENGLISH, strict=True))
    for said in (
        (
            "Ich schaffe meine Arbeit in der Zeit, die ich habe.",
            "Ich habe genug Zeit für meine Arbeit.",
            "I can do my work in the time I have.",
        ),
        (
            "Ich fühle mich an meiner Schule zugehörig.",
            "Ich gehöre an meiner Schule dazu.",
            "I feel that I belong at my school.",
        ),
    ):
        pen.ask("scale", said, scale, required=True, scored=True)
    pen.ask(
        "text",
        (
            "Was würde Ihnen gerade am meisten helfen?",
            "Was hilft Ihnen jetzt am meisten?",
            "What would help you most right now?",
        ),
        longest=500,
    )
    return pen.document


def farewell(*, newer: bool = False) -> Document:
    pen = Pen()
    pen.section("Zum Abschied", "Was wir besser machen können, wissen Sie jetzt am besten.")
    reasons = ("neue Stelle", "Vertrag lief aus", "Umzug", "Belastung", "Sonstiges")
    why = pen.ask("single", "Was war der wichtigste Grund zu gehen?", reasons)
    why["options"][4]["own_words"] = True
    pen.section("Rückblick")
    pen.ask("scale", "Ich würde die Stelle weiterempfehlen.", AGREEMENT, required=True, scored=True)
    pen.ask("text", "Was hätte die Belastung verringert?", show_if=when(why, 3), longest=800)
    pen.ask("text", "Was sollen wir unbedingt beibehalten?", longest=800)
    if newer:
        pen.ask("date", "Wann haben Sie gewusst, dass Sie gehen?")
    return pen.document


ABOUT: Mapping[str, str] = {
    "Bedarfe im Schuljahr": "Für alle an Schulen, vor den Sommerferien; acht Minuten.",
    "Befragung zum Abschied": "Für Fachkräfte, die gehen; fünf Minuten. Erprobt seit zwei Jahren.",
}


async def ask_each_other(surveys: Database, municipalities: frozenset[str]) -> None:
    """Once the names of the municipalities have come; doing it again changes nothing."""
    await _named(surveys, municipalities & {BERGKAMEN, KAMEN})
    async with surveys.transaction() as uow:
        there = select(Questionnaire.id).where(Questionnaire.tenant == BERGKAMEN).limit(1)
        if BERGKAMEN not in municipalities or (await uow.session.scalars(there)).first():
            return
        office, neighbour = _office(BERGKAMEN), _office(KAMEN)
        row = await writing.write_down(uow, office, "Bedarfe im Schuljahr", needs())
        await _publish(uow, office, row)
        await writing.write_down(uow, office, "Wie geht es Ihnen gerade?", mood())
        if KAMEN not in municipalities:
            return
        theirs = await writing.write_down(uow, neighbour, "Befragung zum Abschied", farewell())
        first = await _publish(uow, neighbour, theirs)
        await library.take_over(uow, office, first)
        theirs.document = farewell(newer=True).model_dump(mode="json")
        theirs.next_key += 5
        await uow.session.flush()
        await _publish(uow, neighbour, theirs)


async def _named(surveys: Database, keys: frozenset[str]) -> None:
    for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
        async with surveys.reading() as session:
            if all(name != key for key, name in await municipalities_of(session, keys)):
                return
        await asyncio.sleep(PAUSE_SECONDS)


async def _publish(uow: UnitOfWork, me: Me, row: Questionnaire) -> Any:
    version = await writing.freeze(uow, me.tenant, row.id)
    form = PublishForm(about=ABOUT[row.title], licence=Licence.CC_BY)
    return await library.publish(uow, me, row.id, version, form)


def _office(municipality: str) -> Me:
    return Me(
        tenant=municipality,
        role=AccessRole.COORDINATOR,
        person_id=new_id(),
        organization_id=None,
        cause=Cause(municipality, new_id()),
        session_id=new_id(),
    )
