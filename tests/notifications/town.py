"""One municipality with two schools, and what other services would announce about it."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.contracts.directory import (
    Contact,
    DepartureReason,
    Funding,
    HireCancelled,
    OrganizationKind,
    OrganizationRecord,
    PersonRecord,
    PlacementFact,
    PlacementsChanged,
    Role,
    SchoolType,
    StartCorrected,
    WorkerDeparted,
    WorkerHired,
)
from shared.contracts.surveys import InvitationIssued, Occasion
from shared.contracts.trainings import (
    ClosingReason,
    OnboardingClosed,
    OnboardingStarted,
    TaskFact,
    TemplateRecord,
    TemplateTask,
)
from shared.ids import new_id
from shared.messaging.event import Record

START = date(2027, 2, 1)
TITLES = {
    "office": "Büro/Beratungsraum, abschließbar und vertraulich",
    "keys": "Schlüssel, Transponder, Alarmcode",
    "computer": "Dienst-PC mit Verschlüsselung, Drucker",
    "shadowing": "Hospitation bei erfahrener Fachkraft",
    "consultation": "Erstgespräch Fachberatung",
    "directory_entry": "Verzeichniseintrag, Sichtbarkeit wählt die Fachkraft",
    "good_conduct": "Erweitertes Führungszeugnis eingesehen (nur Datum)",
}


@dataclass
class Town:
    """Ids of everybody and everything, and the bodies that tell of them."""

    worker: UUID = field(default_factory=new_id)
    head: UUID = field(default_factory=new_id)
    coordinator: UUID = field(default_factory=new_id)
    personnel: UUID = field(default_factory=new_id)
    technician: UUID = field(default_factory=new_id)
    school: UUID = field(default_factory=new_id)
    second_school: UUID = field(default_factory=new_id)
    carrier: UUID = field(default_factory=new_id)
    municipality: UUID = field(default_factory=new_id)
    template: UUID = field(default_factory=new_id)
    onboarding: UUID = field(default_factory=new_id)
    employment: UUID = field(default_factory=new_id)

    def people(self) -> list[PersonRecord]:
        return [
            person(self.worker, "Jörg-Uwe", "O'Neill-Müßig", "joerg.oneill@awo.example"),
            person(self.head, "Sabine", "Größchen", "sabine@overberg.schule.example"),
            person(self.coordinator, "Ayşe", "Yıldız", "koordination@bergkamen.example"),
            person(self.personnel, "Paul", "Personal", "personal@awo.example"),
            person(self.technician, "Ida", "Technik", "it@bergkamen.example"),
        ]

    def organizations(self) -> list[OrganizationRecord]:
        head = {Role.HEAD: self.head}
        office = {Role.COORDINATOR: self.coordinator, Role.IT: self.technician}
        return [
            organization(self.school, OrganizationKind.SCHOOL, "Overberger Schule", head),
            organization(
                self.second_school, OrganizationKind.SCHOOL, "Gerhart-Hauptmann-Schule", head
            ),
            organization(
                self.carrier,
                OrganizationKind.CARRIER,
                "AWO Bildung und Lernen gGmbH",
                {Role.CARRIER: self.personnel},
            ),
            organization(
                self.municipality, OrganizationKind.MUNICIPALITY, "Stadt Bergkamen", office
            ),
        ]

    def titles(self) -> TemplateRecord:
        tasks = tuple(TemplateTask(code=code, title=title) for code, title in TITLES.items())
        return TemplateRecord(version=1, template_id=self.template, tasks=tasks)

    def hired(self, start: date = START, until: date | None = None) -> WorkerHired:
        return WorkerHired(
            worker_id=self.worker,
            carrier_id=self.carrier,
            start_date=start,
            fixed_term_until=until,
            employment_id=self.employment,
            placements=(self._placement(self.school), self._placement(self.second_school)),
            funding=Funding.LAND,
        )

    def hired_often(self, times: int) -> list[WorkerHired]:
        """Each time into another employment."""
        return [replace(self, employment=new_id()).hired() for _ in range(times)]

    def began(self, start: date) -> StartCorrected:
        """The first day was another one from the beginning."""
        return StartCorrected(
            worker_id=self.worker,
            carrier_id=self.carrier,
            start_date=start,
            employment_id=self.employment,
        )

    def departed(self, last_day: date = START) -> WorkerDeparted:
        return WorkerDeparted(
            worker_id=self.worker,
            carrier_id=self.carrier,
            last_day=last_day,
            employment_id=self.employment,
            reason=DepartureReason.OTHER,
        )

    def changed(self, valid_from: date, *schools: UUID) -> PlacementsChanged:
        return PlacementsChanged(
            worker_id=self.worker,
            carrier_id=self.carrier,
            valid_from=valid_from,
            placements=tuple(map(self._placement, schools)),
            employment_id=self.employment,
        )

    def cancelled(self) -> HireCancelled:
        return HireCancelled(
            worker_id=self.worker, carrier_id=self.carrier, employment_id=self.employment
        )

    def started(self, *tasks: TaskFact) -> OnboardingStarted:
        return OnboardingStarted(
            onboarding_id=self.onboarding,
            worker_id=self.worker,
            carrier_id=self.carrier,
            template_id=self.template,
            known_on=START,
            start_date=START,
            tasks=tasks,
            employment_id=self.employment,
        )

    def closed(self, reason: ClosingReason) -> OnboardingClosed:
        return OnboardingClosed(
            onboarding_id=self.onboarding, worker_id=self.worker, reason=reason, open_tasks=0
        )

    def invited(self, closes_on: date) -> InvitationIssued:
        return InvitationIssued(
            invitation_id=new_id(),
            survey_id=new_id(),
            worker_id=self.worker,
            occasion=Occasion.DAY_30,
            closes_on=closes_on,
            employment_id=self.employment,
        )

    def everything(self) -> list[Record]:
        return [*self.people(), *self.organizations(), self.titles()]

    def _placement(self, school: UUID) -> PlacementFact:
        return PlacementFact(
            placement_id=new_id(),
            school_id=school,
            school_number="123456",
            school_type=SchoolType.PRIMARY,
            weekly_hours=Decimal("19.5"),
        )


def person(person_id: UUID, given: str, family: str, email: str, version: int = 1) -> PersonRecord:
    return PersonRecord(
        version=version, person_id=person_id, given_name=given, family_name=family, email=email
    )


def organization(
    organization_id: UUID,
    kind: OrganizationKind,
    name: str,
    contacts: dict[Role, UUID],
    version: int = 1,
) -> OrganizationRecord:
    return OrganizationRecord(
        version=version,
        organization_id=organization_id,
        kind=kind,
        name=name,
        contacts=tuple(Contact(role=role, person_id=one) for role, one in contacts.items()),
    )


def task(
    code: str,
    role: Role,
    place: UUID | None = None,
    due_on: date = START,
    mandatory: bool = True,
) -> TaskFact:
    return TaskFact(
        task_id=new_id(),
        code=code,
        role=role,
        organization_id=place,
        due_on=due_on,
        mandatory=mandatory,
    )
