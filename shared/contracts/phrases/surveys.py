"""The words for what surveys announces."""

from shared.contracts.assessments import AssessmentAsked, AssessmentFinished
from shared.contracts.framework import (
    ChapterVoteAsked,
    CommentAnswered,
    CommentsAsked,
    FrameworkVoted,
)
from shared.contracts.measures import (
    MeasureAssigned,
    MeasureDue,
    MeasureOwnerRecord,
    MeasureSettled,
)
from shared.contracts.phrases import Lane, Phrase, TitleOf, always, counted
from shared.contracts.privacy import SurveysReceipt, SurveysWish
from shared.contracts.services import TITLES
from shared.contracts.surveys import (
    InvitationIssued,
    Occasion,
    PulseCancelled,
    PulsePlanned,
    ResultsPublished,
    SurveyOpened,
    TopicRecord,
    TopicsCounted,
)
from shared.contracts.words import word, words
from shared.german import short_date

LANE = Lane(TITLES["surveys"], "plum", place=3)

words(Occasion, day_30="nach 30 Tagen", day_100="nach 100 Tagen", exit="beim Austritt")


def _planned(event: PulsePlanned, _: TitleOf) -> str:
    return " und ".join(f"am {short_date(each.day)}" for each in event.days) or "keine"


def _invited(event: InvitationIssued, _: TitleOf) -> str:
    return f"{word(Occasion, event.occasion)}, offen bis {short_date(event.closes_on)}"


def _opened(event: SurveyOpened, _: TitleOf) -> str:
    return f"bis {short_date(event.closes_on)}"


def _published(event: ResultsPublished, _: TitleOf) -> str:
    return f"{event.answered} von {event.invited} haben geantwortet"


def _counted(event: TopicsCounted, _: TitleOf) -> str:
    return counted(len(event.counts), "ein Thema", "Themen")


def _due(event: MeasureDue, _: TitleOf) -> str:
    return "überfällig" if event.overdue else "bald fällig"


def _settled(event: MeasureSettled, _: TitleOf) -> str:
    return "erledigt" if event.done else "nicht erledigt"


def _commented(event: CommentsAsked, _: TitleOf) -> str:
    return f"Fassung {event.number}, bis {short_date(event.closes_on)}"


def _vote_asked(event: ChapterVoteAsked, _: TitleOf) -> str:
    begun = "Erinnerung, " if event.again else ""
    return f"{begun}Fassung {event.number}, bis {short_date(event.closes_on)}"


def _answered(event: CommentAnswered, _: TitleOf) -> str:
    return f"Fassung {event.number}"


def _voted(event: FrameworkVoted, _: TitleOf) -> str:
    return f"{event.accepted} beschlossen, {event.rejected} nicht"


PHRASES = (
    Phrase(SurveyOpened, "Befragung begonnen", "Befragungen begonnen", _opened),
    Phrase(
        ResultsPublished,
        "Ergebnisse einer Befragung veröffentlicht",
        "Veröffentlichte Ergebnisse von Befragungen",
        _published,
    ),
    Phrase(
        CommentsAsked,
        "Um Kommentare zum Rahmenkonzept gebeten",
        "Bitten um Kommentare zum Rahmenkonzept",
        _commented,
    ),
    Phrase(
        CommentAnswered,
        "Kommentar zum Rahmenkonzept beantwortet",
        "Antworten auf Kommentare zum Rahmenkonzept",
        _answered,
    ),
    Phrase(
        ChapterVoteAsked,
        "Um eine Stimme zum Rahmenkonzept gebeten",
        "Bitten um eine Stimme zum Rahmenkonzept",
        _vote_asked,
    ),
    Phrase(
        FrameworkVoted,
        "Abstimmung über das Rahmenkonzept ausgezählt",
        "Ergebnisse von Abstimmungen über das Rahmenkonzept",
        _voted,
    ),
    Phrase(PulsePlanned, "Kurzbefragungen eingeplant", "Pläne für Kurzbefragungen", _planned),
    Phrase(
        PulseCancelled,
        "Kurzbefragungen abgesagt",
        "Absagen von Kurzbefragungen",
        always("sie finden nicht statt"),
    ),
    Phrase(TopicsCounted, "Bedarf ausgezählt", "Ausgezählte Bedarfe", _counted),
    Phrase(TopicRecord, "Stand eines Themas", "Stände von Themen"),
    Phrase(InvitationIssued, "Zur Befragung eingeladen", "Einladungen zur Befragung", _invited),
    Phrase(AssessmentAsked, "Um Selbsteinschätzung gebeten", "Bitten um Selbsteinschätzung"),
    Phrase(AssessmentFinished, "Selbsteinschätzung fertig", "Fertige Selbsteinschätzungen"),
    Phrase(MeasureAssigned, "Maßnahme übernommen", "Maßnahmen übernommen"),
    Phrase(MeasureDue, "An eine Maßnahme erinnert", "An Maßnahmen erinnert", _due),
    Phrase(MeasureSettled, "Maßnahme beendet", "Maßnahmen beendet", _settled),
    Phrase(MeasureOwnerRecord, "Wer von außerhalb etwas übernimmt", "Von außerhalb Beteiligte"),
    Phrase(SurveysWish, "Wunsch zum Datenschutz", "Wünsche zum Datenschutz"),
    Phrase(SurveysReceipt, "Quittung zum Datenschutz", "Quittungen zum Datenschutz"),
)
