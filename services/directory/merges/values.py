"""What becomes of what is stored of somebody who is merged, and what a merge has done."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from shared.contracts.merging import OnMerge
from shared.contracts.words import words

MERGING = {
    "employments.worker_id": OnMerge.MOVES,
    "contacts.person_id": OnMerge.MOVES,
    "relationships.from_person_id": OnMerge.MOVES_UNLESS_SAME,
    "grants.person_id": OnMerge.MOVES_UNLESS_SAME,
    "addresses.person_id": OnMerge.MOVES_UNLESS_SAME,
    "presences.person_id": OnMerge.MOVES_UNLESS_SAME,
    "people_group_picks.person_id": OnMerge.MOVES_UNLESS_SAME,
    "gap_tasks.assignee_id": OnMerge.MOVES,
    "sandboxes.owner_id": OnMerge.MOVES,
    "former_names.person_id": OnMerge.MOVES,
    "consultations.asker_id": OnMerge.MOVES,
    "scim_users.person_id": OnMerge.MOVES,
    "scim_questions.person_id": OnMerge.MOVES,
    "person_keys.person_id": OnMerge.MOVES,
    "people.id": OnMerge.COMBINES,
    "people.merged_into": OnMerge.STAYS,
    "entries.person_id": OnMerge.COMBINES,
    "findings.worker_id": OnMerge.COMPUTED,
    "match_keys.person_id": OnMerge.COMPUTED,
    "duplicates.first_id": OnMerge.COMPUTED,
    "duplicates.second_id": OnMerge.COMPUTED,
    "access.person_id": OnMerge.COMPUTED,
    "identities.person_id": OnMerge.SUSPENDED,
    "sign_in_addresses.person_id": OnMerge.SUSPENDED,
    "second_factors.person_id": OnMerge.SUSPENDED,
    "recovery_codes.person_id": OnMerge.SUSPENDED,
    "passkeys.person_id": OnMerge.SUSPENDED,
    "sessions.person_id": OnMerge.ENDS,
    "waiting_sign_ins.person_id": OnMerge.ENDS,
    "passkey_challenges.person_id": OnMerge.ENDS,
    "privacy_requests.person_id": OnMerge.STAYS,
    "privacy_requests.asked_by": OnMerge.STAYS,
    "privacy_requests.announced_by": OnMerge.STAYS,
    "photos.person_id": OnMerge.MOVES_IF_NONE,
    "notices.person_id": OnMerge.STAYS,
    "sample_people.person_id": OnMerge.STAYS,
    "document_versions.uploaded_by": OnMerge.STAYS,
    "findings.accepted_by": OnMerge.STAYS,
    "duplicates.judged_by": OnMerge.STAYS,
    "placement_versions.recorded_by": OnMerge.STAYS,
    "proof_submissions.recorded_by": OnMerge.STAYS,
    "leaves.recorded_by": OnMerge.STAYS,
    "merges.survivor_id": OnMerge.STAYS,
    "merges.merged_id": OnMerge.STAYS,
    "merges.merged_by": OnMerge.STAYS,
}
"""By table and column; whoever is merged later into the survivor is found through it."""

SAME = {
    "relationships": ("type", "to_organization_id", "valid_from", "valid_to"),
    "grants": ("tenant", "role", "organization_id", "valid_from", "valid_to"),
    "addresses": ("kind", "value", "last_day", "mistaken"),
    "people_group_picks": ("group_id",),
    "presences": ("school_number", "weekday", "begins", "ends"),
}
"""By which columns a row says the same of both."""

CALLED = {
    "employments": "Beschäftigungen mit ihren Einsätzen",
    "contacts": "Aufgaben als Ansprechperson",
    "relationships": "Beziehungen",
    "grants": "Rollen",
    "addresses": "Adressen",
    "people_group_picks": "Gruppen",
    "gap_tasks": "Aufgaben zum Netzwerk",
    "sandboxes": "Testzugänge",
    "presences": "Sprechzeiten an Schulen",
    "former_names": "frühere Namen",
    "consultations": "Beratungen",
    "scim_users": "Konten beim Träger",
    "scim_questions": "Meldungen der IT",
    "person_keys": "Kennungen in anderen Systemen",
    "photos": "Foto",
    "people": "Name und E-Mail",
    "entries": "Verzeichniseintrag",
    "identities": "Dienstkonten",
    "sign_in_addresses": "Adressen zum Anmelden",
}
"""What the office reads of a table."""

SAID = {
    OnMerge.MOVES: "gehen über; was sich überschneidet, bleibt nebeneinander",
    OnMerge.MOVES_UNLESS_SAME: "gehen über; genau gleiche nur einmal",
    OnMerge.MOVES_IF_NONE: "das eigene bleibt; wer keines hat, bekommt das andere",
    OnMerge.SUSPENDED: "ruhen, bis Sie sie freigeben",
}

ONE = {
    "employments": "Beschäftigung",
    "contacts": "Aufgabe als Ansprechperson",
    "relationships": "Beziehung",
    "grants": "Rolle",
    "addresses": "Adresse",
    "people_group_picks": "Gruppe",
    "gap_tasks": "Aufgabe zum Netzwerk",
    "sandboxes": "Testzugang",
    "presences": "Sprechzeit",
    "former_names": "früherer Name",
    "consultations": "Beratung",
    "scim_users": "Konto beim Träger",
    "scim_questions": "Meldung der IT",
    "person_keys": "Kennung in einem anderen System",
    "identities": "Dienstkonto",
    "sign_in_addresses": "Adresse zum Anmelden",
}
"""What a row of it is called."""
PAGES = {
    "employments": ("/directory/fachkraefte/{}", "id"),
    "contacts": ("/directory/organisationen/{}", "organization_id"),
    "relationships": ("/directory/beziehungen/{}", "id"),
    "people_group_picks": ("/directory/gruppen/{}", "group_id"),
    "gap_tasks": ("/directory/netzwerk/aufgaben/{}", "id"),
    "consultations": ("/directory/beratungen/{}", "id"),
    "grants": ("/directory/konten/{}", "person_id"),
}
"""Where the office reads of a row, by one of its columns; of others on the person's page."""


@dataclass(frozen=True)
class Touched:
    """A row that was changed or removed since a merge: what it is, and where it is read."""

    table: str
    what: str
    address: str
    gone: bool = False


UNDONE_WITHIN = timedelta(days=30)


class Side(StrEnum):
    """Which of two people."""

    FIRST = "first"
    SECOND = "second"


words(Side, first="von der ersten", second="von der zweiten")


@dataclass(frozen=True)
class Both:
    """Who stands for both, and who is merged."""

    tenant: str
    survivor_id: UUID
    merged_id: UUID

    @property
    def couple(self) -> tuple[UUID, UUID]:
        return self.survivor_id, self.merged_id
