"""The words for what trainings announces."""

from shared.contracts.certificates import (
    CertificateIssued,
    QualificationEnding,
    QualificationProlonged,
)
from shared.contracts.feedback import FeedbackAsked, FeedbackOpened
from shared.contracts.gatherings import (
    Approval,
    DatesChanged,
    GatheringKind,
    GatheringRecord,
    GatheringState,
    GuestAsked,
    GuestRecord,
    Place,
    RegisteredForOther,
    RegistrationReceived,
    RegistrationRecord,
    SeatConfirmed,
    SeatLoss,
    SeatOffered,
    SeatReleased,
)
from shared.contracts.invitations import (
    GatheringInvited,
    InvitationEnd,
    InvitationEnded,
    InvitationMoved,
)
from shared.contracts.meetings import (
    ActionItemAssigned,
    ActionItemDone,
    ActionItemDropped,
    ActionItemDue,
    MinutesCorrected,
    MinutesPublished,
    StepAssigned,
    StepDone,
)
from shared.contracts.phrases import Lane, Phrase, TitleOf, always, counted
from shared.contracts.privacy import TrainingsReceipt, TrainingsWish
from shared.contracts.seats import SeatsByHand, WorkshopSeatChanged
from shared.contracts.services import TITLES
from shared.contracts.statements import StatementRecord, VoteAsked, VoteCounted
from shared.contracts.topics import TopicAnswered, TopicOutcome
from shared.contracts.trainings import (
    ClosingReason,
    CompletedBy,
    OnboardingClosed,
    OnboardingReady,
    OnboardingStarted,
    TaskCompleted,
    TemplateRecord,
)
from shared.contracts.words import word, words

LANE = Lane(TITLES["trainings"], "green", place=2)

words(
    CompletedBy,
    api="über die Schnittstelle",
    link="über den Link",
    page="nach Anmeldung",
    entry="durch die Auswahl im Verzeichnis",
)
words(
    ClosingReason,
    completed="alle Aufgaben sind erledigt",
    departed="weil die Beschäftigung endet",
    cancelled="weil die Einstellung zurückgezogen wurde",
)
words(
    GatheringKind,
    training="Fortbildung",
    qualification="Qualifizierung",
    symposium="Fachtag",
    working_group="Arbeitskreis",
    exchange="Austausch",
)
words(
    GatheringState,
    draft="Entwurf",
    open="Anmeldung offen",
    closed="Anmeldung geschlossen",
    cancelled="abgesagt",
)
words(
    Place,
    waiting="Warteliste",
    offered="Platz angeboten",
    confirmed="angemeldet",
    withdrawn="abgemeldet",
    lapsed="Frist verstrichen",
)
words(
    Approval,
    not_needed="nicht nötig",
    pending="Freigabe ausstehend",
    approved="freigegeben",
    rejected="nicht freigegeben",
)
words(TopicOutcome, planned="als Veranstaltung geplant", declined="abgelehnt")
words(
    SeatLoss,
    withdrawn="abgemeldet",
    lapsed="nicht rechtzeitig geantwortet",
    removed="ausgetragen",
    rejected="nicht freigegeben",
    called_off="Veranstaltung abgesagt",
    united="doppelte Anmeldung",
    swapped="getauscht gegen einen Ersatztermin",
)


words(InvitationEnd, withdrawn="zurückgenommen", called_off="Veranstaltung abgesagt")


def _ended(event: InvitationEnded, _: TitleOf) -> str:
    return word(InvitationEnd, event.why)


def _received(event: RegistrationReceived, _: TitleOf) -> str:
    return "Freigabe ausstehend" if event.approval is Approval.PENDING else "auf der Warteliste"


def _released(event: SeatReleased, _: TitleOf) -> str:
    return word(SeatLoss, event.reason)


def _minutes(event: MinutesPublished, _: TitleOf) -> str:
    return counted(event.decisions, "Beschluss", "Beschlüsse")


def _by_hand(event: SeatsByHand, _: TitleOf) -> str:
    return counted(event.seats, "Platz", "Plätze")


def _asked(event: VoteAsked, _: TitleOf) -> str:
    return "Erinnerung" if event.again else "beginnt"


def _counted(event: VoteCounted, _: TitleOf) -> str:
    return "angenommen" if event.accepted else "nicht angenommen"


def _due(event: ActionItemDue, _: TitleOf) -> str:
    return "überfällig" if event.overdue else "bald fällig"


def _started(event: OnboardingStarted, _: TitleOf) -> str:
    return counted(len(event.tasks), "Aufgabe", "Aufgaben")


def _completed(event: TaskCompleted, title_of: TitleOf) -> str:
    return title_of(event.code)


def _closed(event: OnboardingClosed, _: TitleOf) -> str:
    reason = word(ClosingReason, event.reason)
    if event.reason is ClosingReason.COMPLETED:
        return reason
    return f"{reason}, {counted(event.open_tasks, 'Aufgabe', 'Aufgaben')} offen"


def _completion(event: OnboardingClosed) -> tuple[str, str] | None:
    if event.reason is ClosingReason.COMPLETED:
        return "Einarbeitung abgeschlossen", "Einarbeitungen abgeschlossen"
    return None


def _answered(event: TopicAnswered, _: TitleOf) -> str:
    return word(TopicOutcome, event.outcome)


PHRASES = (
    Phrase(OnboardingStarted, "Einarbeitung begonnen", "Einarbeitungen begonnen", _started),
    Phrase(TaskCompleted, "Aufgabe erledigt", "Aufgaben erledigt", _completed),
    Phrase(
        OnboardingReady,
        "Fachkraft arbeitsfähig",
        "Fachkräfte arbeitsfähig",
        always("alle Pflichtaufgaben sind erledigt"),
    ),
    Phrase(
        OnboardingClosed,
        "Einarbeitung beendet",
        "Einarbeitungen beendet",
        _closed,
        naming=_completion,
    ),
    Phrase(TemplateRecord, "Stand einer Vorlage", "Stände von Vorlagen"),
    Phrase(GatheringInvited, "Zu einer Veranstaltung eingeladen", "Einladungen zu Veranstaltungen"),
    Phrase(InvitationEnded, "Einladung beendet", "Einladungen beendet", _ended),
    Phrase(InvitationMoved, "Termin einer Einladung geändert", "Termine von Einladungen geändert"),
    Phrase(RegistrationReceived, "Anmeldung vorgemerkt", "Anmeldungen vorgemerkt", _received),
    Phrase(GuestAsked, "Gast um Bestätigung gebeten", "Gäste um Bestätigung gebeten"),
    Phrase(SeatConfirmed, "Platz bestätigt", "Plätze bestätigt"),
    Phrase(RegisteredForOther, "Für andere angemeldet", "Für andere angemeldet"),
    Phrase(SeatOffered, "Platz angeboten", "Plätze angeboten"),
    Phrase(SeatReleased, "Platz frei geworden", "Plätze frei geworden", _released),
    Phrase(DatesChanged, "Termin geändert", "Termine geändert"),
    Phrase(MinutesPublished, "Protokoll veröffentlicht", "Protokolle veröffentlicht", _minutes),
    Phrase(MinutesCorrected, "Protokoll berichtigt", "Protokolle berichtigt"),
    Phrase(ActionItemAssigned, "Vorhaben übernommen", "Vorhaben übernommen"),
    Phrase(ActionItemDone, "Vorhaben erledigt", "Vorhaben erledigt"),
    Phrase(StepAssigned, "Schritt übernommen", "Schritte übernommen"),
    Phrase(StepDone, "Schritt erledigt", "Schritte erledigt"),
    Phrase(ActionItemDropped, "Vorhaben entfallen", "Vorhaben entfallen"),
    Phrase(ActionItemDue, "An ein Vorhaben erinnert", "An Vorhaben erinnert", _due),
    Phrase(CertificateIssued, "Bescheinigung ausgestellt", "Bescheinigungen ausgestellt"),
    Phrase(QualificationEnding, "Qualifikation läuft ab", "Qualifikationen laufen ab"),
    Phrase(QualificationProlonged, "Qualifikation gilt länger", "Qualifikationen gelten länger"),
    Phrase(SeatsByHand, "Von Hand zu vergeben", "Von Hand zu vergeben", _by_hand),
    Phrase(WorkshopSeatChanged, "Workshop zugeteilt", "Workshops zugeteilt"),
    Phrase(VoteAsked, "Um eine Stimme gebeten", "Bitten um eine Stimme", _asked),
    Phrase(VoteCounted, "Abstimmung ausgezählt", "Abstimmungen ausgezählt", _counted),
    Phrase(StatementRecord, "Stand einer Stellungnahme", "Stände von Stellungnahmen"),
    Phrase(FeedbackOpened, "Um Rückmeldung gebeten", "Bitten um Rückmeldung"),
    Phrase(FeedbackAsked, "Zur Rückmeldung eingeladen", "Einladungen zur Rückmeldung"),
    Phrase(TopicAnswered, "Thema beantwortet", "Themen beantwortet", _answered),
    Phrase(GatheringRecord, "Stand einer Veranstaltung", "Stände von Veranstaltungen"),
    Phrase(RegistrationRecord, "Stand einer Anmeldung", "Stände von Anmeldungen"),
    Phrase(GuestRecord, "Stand eines Gastes", "Stände von Gästen"),
    Phrase(TrainingsWish, "Wunsch zum Datenschutz", "Wünsche zum Datenschutz"),
    Phrase(TrainingsReceipt, "Quittung zum Datenschutz", "Quittungen zum Datenschutz"),
)
