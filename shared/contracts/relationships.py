"""Who is there for which organization: what the directory announces of it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from shared.codes import Open, OpenCode
from shared.messaging.event import Event, Record
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal


class RelationshipType(OpenCode):
    """How somebody or something is there for an organization."""

    ASD_CONTACT = "asd_contact"
    FEEDER_KITA = "feeder_kita"
    ALL_DAY_LEAD = "all_day_lead"
    COOPERATION = "cooperation"


_RELATED = Personal(
    (Kind.IDENTITY,),
    about="from_person_id",
    purpose="wer für eine Organisation da ist",
    deletion=Deletion.WITH_TOPIC,
)


class RelationshipAdded(
    Event,
    name="directory.relationship-added.v1",
    key="relationship_id",
    declared=(NotPersonal(), _RELATED),
):
    """From a day on somebody or something is there for an organization."""

    relationship_id: UUID
    type: Open[RelationshipType]
    from_organization_id: UUID | None = None
    from_person_id: UUID | None = None
    to_organization_id: UUID
    valid_from: date
    last_day: date | None = None


class RelationshipEnded(
    Event,
    name="directory.relationship-ended.v1",
    key="relationship_id",
    declared=(NotPersonal(),),
):
    """It is over after a last day, which may lie ahead."""

    relationship_id: UUID
    type: Open[RelationshipType]
    to_organization_id: UUID
    last_day: date


class RelationshipRecord(
    Record,
    name="directory.relationship.v1",
    key="relationship_id",
    topic="directory.relationships",
    declared=(NotPersonal(), replace(_RELATED, deletion=Deletion.TOMBSTONE)),
):
    """A relationship as it stands; of several the first in ``contact_order`` is asked first."""

    relationship_id: UUID
    type: Open[RelationshipType]
    from_organization_id: UUID | None = None
    from_person_id: UUID | None = None
    to_organization_id: UUID
    valid_from: date
    last_day: date | None = None
    contact_order: int
