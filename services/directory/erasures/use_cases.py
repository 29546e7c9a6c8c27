"""What the directory does of its own when somebody is erased: sign-ins end, files go."""

from collections.abc import Sequence

from services.directory.accounts.queries import addresses_of
from services.directory.accounts.values import folded
from services.directory.codes import use_cases as codes
from services.directory.documents import use_cases as documents
from services.directory.notices import use_cases as notices
from services.directory.organizations import use_cases as organizations
from services.directory.people.queries import mails_of
from services.directory.photos.queries import keys_of
from services.directory.relationships import use_cases as relationships
from services.directory.sessions.use_cases import end_of_person
from shared.erasing.erase import Erasure, Part
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.privacy.periods import End


async def let_go(uow: UnitOfWork, erasure: Erasure) -> Sequence[Part]:
    """They are out at once, everywhere; whatever others keep by another key than theirs goes."""
    people, cause = erasure.people, erasure.cause
    ended = 0
    for person_id in people.persons:
        ended += await end_of_person(uow, person_id, cause)
    mails = {row.email for row in await mails_of(uow.session, cause.tenant, people.persons)}
    known = await addresses_of(uow.session, people.persons)
    await codes.forget_addresses(
        uow, {folded(each) for each in {*mails, *(each.address for each in known.values())}}
    )
    await notices.forget_people(uow, people.persons)
    related = await relationships.let_go_of(uow, people.persons, cause)
    named = await organizations.unname(uow, people.persons, cause)
    pictures = await keys_of(uow.session, cause.tenant, people.persons)
    await documents.let_go(uow, list(pictures.values()))
    gone = await documents.remove_of(uow, cause.tenant, people.employments)
    return [
        Part("sessions", End.DELETED, ended, Deletion.SIGNED_OUT),
        Part("relationships", End.DELETED, related, Deletion.CONNECTIONS_OVER),
        Part("contacts", End.DELETED, named, Deletion.NO_LONGER_NAMED),
        Part("documents", End.DELETED, gone, Deletion.OFFICE_DELETES),
    ]
