"""What trainings announces of certificates of attendance, and of qualifications that end."""

from datetime import date
from uuid import UUID

from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, Personal

CHECK = "/trainings/pruefen"
"""Where anybody looks whether one is genuine; below it, its code."""
OWN_CERTIFICATES = "/trainings/meine-bescheinigungen"
"""Those of whoever is signed in."""
QUALIFICATIONS = "/trainings/qualifikationen"
"""Whose qualification runs out when; for the office."""
HISTORIES = "/trainings/teilnahmen"
"""Below it, under a person's id, all that they took part in; for the office."""

_ATTENDED = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer teilgenommen hat, erfährt von der Bescheinigung",
    deletion=Deletion.WITH_TOPIC,
)

_QUALIFIED = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wessen Qualifikation abläuft, erfährt es rechtzeitig, und die Koordinierungsstelle",
    deletion=Deletion.WITH_TOPIC,
)


class CertificateIssued(
    Event, name="trainings.certificate-issued.v1", key="gathering_id", declared=(_ATTENDED,)
):
    """Somebody has a certificate of attendance, or a later revision of theirs."""

    gathering_id: UUID
    registration_id: UUID
    person_id: UUID
    certificate_id: UUID
    revision: int = 1


class QualificationEnding(
    Event,
    name="trainings.qualification-ending.v1",
    key="qualification_id",
    declared=(_QUALIFIED,),
):
    """It holds for 90 days or less, or for 30 or less; said once of each.

    ``gatherings`` are the next ones for which one can register and that would prolong it.
    """

    qualification_id: UUID
    person_id: UUID
    until: date
    gatherings: tuple[UUID, ...] = ()


class QualificationProlonged(
    Event,
    name="trainings.qualification-prolonged.v1",
    key="qualification_id",
    declared=(_QUALIFIED,),
):
    """Somebody was told that it ends, and that is not so any more."""

    qualification_id: UUID
    person_id: UUID
