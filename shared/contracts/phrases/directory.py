"""The words for what the directory announces."""

from shared.contracts.accounts import (
    AccessRecord,
    AccessRole,
    CodeRequestRecord,
    RevokedClientRecord,
    SecurityNotice,
    SessionRecord,
    SignInMethod,
)
from shared.contracts.cards import Urgency
from shared.contracts.consultations import (
    ConsultationOutcome,
    ConsultationRequested,
    ConsultationScheduled,
    ConsultationSettled,
)
from shared.contracts.directory import (
    BarrierReported,
    DepartureReason,
    EntryChosen,
    Funding,
    HireCancelled,
    OrganizationKind,
    OrganizationRecord,
    PersonRecord,
    PlacementsChanged,
    Role,
    SchoolType,
    Scope,
    StartCorrected,
    WorkerDeparted,
    WorkerHired,
)
from shared.contracts.funding import (
    FindingRaised,
    FindingSettled,
    FundingRule,
    PostFilled,
    PostVacant,
    ProofOfUseSubmitted,
    ProofOfUseWithdrawn,
)
from shared.contracts.groups import GroupRecord
from shared.contracts.holds import LegalHoldRecord
from shared.contracts.leaves import CoverAnnounced, LeaveAnnounced, ReturnAnnounced
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.contracts.periods import RetentionPeriodRecord
from shared.contracts.phrases import Lane, Phrase, TitleOf, always, counted
from shared.contracts.privacy_phrases import PRIVACY
from shared.contracts.relationships import (
    RelationshipAdded,
    RelationshipEnded,
    RelationshipRecord,
    RelationshipType,
)
from shared.contracts.services import TITLES
from shared.contracts.words import word, words
from shared.german import short_date

LANE = Lane(TITLES["directory"], "blue", place=1)

words(
    Role,
    carrier="Anstellungsträger",
    head="Schulleitung",
    school_authority="Schulträger",
    it="IT",
    coordinator="Koordinierungsstelle",
    youth_office="Jugendamt",
    worker="Fachkraft",
    buddy="Patin/Pate",
)
words(
    AccessRole,
    operator="Betrieb",
    coordinator="Koordinierungsstelle",
    worker="Fachkraft",
    carrier="Anstellungsträger",
    head="Schulleitung",
    contact="Ansprechperson",
)
words(Urgency, now="dringend", soon="bald", calm="ohne Eile")
words(
    SignInMethod,
    oidc="Anmeldung der Verwaltung",
    code="Code per Mail",
    sample="Beispiel",
)
words(
    SecurityNotice,
    recovery_code_used="ein Wiederherstellungscode wurde benutzt",
    recovery_codes_renewed="neue Wiederherstellungscodes",
    app_set_up="App eingerichtet",
    app_removed="App entfernt",
    passkey_added="Passkey eingetragen",
    passkey_removed="Passkey entfernt",
    passkey_refused="Passkey abgelehnt",
    reset="zurückgesetzt",
    address_replaced="Adresse gilt nicht mehr",
    address_added="Adresse gilt ab jetzt",
    invited="eingeladen",
)
words(
    Scope,
    hires_write="Einstellungen melden",
    hires_read="Einstellungen und Schulen lesen",
    scim="Personen abgleichen (SCIM)",
    webhooks="Benachrichtigungen empfangen",
)
words(
    OrganizationKind,
    municipality="Kommune",
    carrier="Anstellungsträger",
    school="Schule",
    school_authority="Schulträger",
    youth_welfare="Jugendamt",
    kita="Kita",
    partner="Partner",
)
words(
    RelationshipType,
    asd_contact="ASD-Kontakt",
    feeder_kita="abgebende Kita",
    all_day_lead="OGS-Leitung",
    cooperation="Kooperationsvereinbarung",
)
words(
    SchoolType,
    primary="Grundschule",
    main="Hauptschule",
    middle="Realschule",
    secondary="Sekundarschule",
    comprehensive="Gesamtschule",
    grammar="Gymnasium",
    special_needs="Förderschule",
    vocational="Berufskolleg",
)
words(
    Funding,
    land="Land",
    kreis="Kreis",
    municipality="Kommune",
    carrier="Anstellungsträger",
)
words(
    FundingRule,
    two_schools="mehr als zwei Schulen",
    one_school="halbe Stelle an zwei Schulen",
    full_time="mehr als eine volle Stelle",
    school_number="Schule ohne Schulnummer",
    overlap="doppelter Einsatz",
    coordination="zu wenig Koordinierung",
    closed_school="Einsatz nach der Schließung",
    closed_relationships="Beziehungen nach der Schließung",
)
words(
    DepartureReason,
    resignation="Kündigung",
    fixed_term_ended="Befristung endet",
    retirement="Ruhestand",
    moved="Wechsel",
    other="Sonstiges",
)
words(
    ConsultationOutcome,
    completed="durchgeführt",
    closed="ohne Gespräch abgeschlossen",
    withdrawn="zurückgezogen",
)


def _hired(event: WorkerHired, _: TitleOf) -> str:
    placements = counted(len(event.placements), "Einsatz", "Einsätze")
    return f"Beginn {short_date(event.start_date)}, {placements}"


def _changed(event: PlacementsChanged, _: TitleOf) -> str:
    placements = counted(len(event.placements), "Einsatz", "Einsätze")
    return f"ab {short_date(event.valid_from)} {placements}"


def _departed(event: WorkerDeparted, _: TitleOf) -> str:
    return f"letzter Tag {short_date(event.last_day)}"


def _away(event: LeaveAnnounced, _: TitleOf) -> str:
    until = f" bis {short_date(event.last_day)}" if event.last_day else ""
    return f"ab {short_date(event.first_day)}{until}"


def _back(event: ReturnAnnounced, _: TitleOf) -> str:
    return f"wieder da am {short_date(event.first_day)}"


def _cover(event: CoverAnnounced, _: TitleOf) -> str:
    if event.first_day is None:
        return "die Beurlaubung findet nicht statt"
    until = f" bis {short_date(event.last_day)}" if event.last_day else ""
    gap = any(each.employment_id is None for each in event.cover)
    who = "zeitweise niemand an der Schule" if gap else "jemand anderes ist da"
    return f"ab {short_date(event.first_day)}{until}: {who}"


def _finding(event: FindingRaised | FindingSettled, _: TitleOf) -> str:
    return word(FundingRule, event.rule)


def _vacant(event: PostVacant, _: TitleOf) -> str:
    return f"seit {short_date(event.since)}"


def _submitted(event: ProofOfUseSubmitted, _: TitleOf) -> str:
    return f"Schuljahr {event.school_year}/{(event.school_year + 1) % 100:02d}"


def _start_corrected(event: StartCorrected, _: TitleOf) -> str:
    return f"erster Arbeitstag war der {short_date(event.start_date)}"


def _settled(event: ConsultationSettled, _: TitleOf) -> str:
    return word(ConsultationOutcome, event.outcome)


def _related(event: RelationshipAdded, _: TitleOf) -> str:
    return f"{word(RelationshipType, event.type)} ab {short_date(event.valid_from)}"


def _unrelated(event: RelationshipEnded, _: TitleOf) -> str:
    return f"{word(RelationshipType, event.type)} bis {short_date(event.last_day)}"


PHRASES = (
    Phrase(WorkerHired, "Einstellung gemeldet", "Einstellungen gemeldet", _hired),
    Phrase(PlacementsChanged, "Einsätze geändert", "Änderungen an Einsätzen", _changed),
    Phrase(WorkerDeparted, "Austritt gemeldet", "Austritte gemeldet", _departed),
    Phrase(LeaveAnnounced, "Beurlaubung gemeldet", "Beurlaubungen gemeldet", _away),
    Phrase(ReturnAnnounced, "Rückkehr gemeldet", "Rückkehrmeldungen", _back),
    Phrase(CoverAnnounced, "Vertretung mitgeteilt", "Mitteilungen über Vertretung", _cover),
    Phrase(StartCorrected, "Beginn berichtigt", "Beginne berichtigt", _start_corrected),
    Phrase(
        HireCancelled,
        "Einstellung zurückgezogen",
        "Einstellungen zurückgezogen",
        always("sie findet nicht statt"),
    ),
    Phrase(FindingRaised, "Prüfhinweis", "Prüfhinweise", _finding),
    Phrase(FindingSettled, "Prüfhinweis erledigt", "Prüfhinweise erledigt", _finding),
    Phrase(RelationshipAdded, "Beziehung eingetragen", "Beziehungen eingetragen", _related),
    Phrase(RelationshipEnded, "Beziehung beendet", "Beziehungen beendet", _unrelated),
    Phrase(
        PersonMerged,
        "Zwei Personen zusammengeführt",
        "Zusammenführungen von Personen",
        always("sie sind dieselbe"),
    ),
    Phrase(
        PersonMergeUndone,
        "Zusammenführung zurückgenommen",
        "Zurückgenommene Zusammenführungen",
        always("es sind doch zwei"),
    ),
    *PRIVACY,
    Phrase(RelationshipRecord, "Stand einer Beziehung", "Stände von Beziehungen"),
    Phrase(GroupRecord, "Stand einer Gruppe", "Stände von Gruppen"),
    Phrase(PostVacant, "Stelle unbesetzt", "Stellen unbesetzt", _vacant),
    Phrase(PostFilled, "Stelle besetzt", "Stellen besetzt"),
    Phrase(
        ProofOfUseSubmitted,
        "Verwendungsnachweis abgegeben",
        "Verwendungsnachweise abgegeben",
        _submitted,
    ),
    Phrase(
        ProofOfUseWithdrawn,
        "Abgabe eines Verwendungsnachweises zurückgenommen",
        "Abgaben von Verwendungsnachweisen zurückgenommen",
    ),
    Phrase(EntryChosen, "Eintrag ausgewählt", "Einträge ausgewählt"),
    Phrase(BarrierReported, "Barriere gemeldet", "Barrieren gemeldet"),
    Phrase(ConsultationRequested, "Beratung angefragt", "Beratungen angefragt"),
    Phrase(ConsultationScheduled, "Beratung vereinbart", "Beratungen vereinbart"),
    Phrase(ConsultationSettled, "Beratung beendet", "Beratungen beendet", _settled),
    Phrase(OrganizationRecord, "Stand einer Organisation", "Stände von Organisationen"),
    Phrase(PersonRecord, "Stand einer Person", "Stände von Personen"),
    Phrase(SessionRecord, "Anmeldung", "Anmeldungen"),
    Phrase(AccessRecord, "Rollen einer Person", "Rollen von Personen"),
    Phrase(LegalHoldRecord, "Stand einer Löschsperre", "Stände von Löschsperren"),
    Phrase(RetentionPeriodRecord, "Eigene Löschfrist", "Eigene Löschfristen"),
    Phrase(RevokedClientRecord, "Widerruf eines Zugangs", "Widerrufe von Zugängen"),
    Phrase(CodeRequestRecord, "Anfrage nach einem Code", "Anfragen nach Codes"),
)
