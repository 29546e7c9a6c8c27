"""What notifications do of their own when somebody is erased."""

from collections.abc import Sequence

from services.notifications.addresses import use_cases as addresses
from services.notifications.addresses.values import folded
from services.notifications.dispatches import use_cases as dispatches
from services.notifications.farewells import use_cases as farewells
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.messages import use_cases as messages
from services.notifications.recipients import use_cases as recipients
from shared.erasing.erase import Erasure, Part
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.privacy.periods import End


async def withdraw(uow: UnitOfWork, erasure: Erasure) -> Sequence[Part]:
    """What is owed about them, or to them, is not sent; mails that name them are kept no longer."""
    persons = erasure.people.persons
    if erasure.request_id is not None:
        await farewells.owe(uow, erasure.request_id, persons)
    await messages.withdraw(uow, persons)
    mails = await mailbox.forget(uow, persons)
    told = await messages.forget(uow, persons)
    known = await recipients.forget_copies(uow, persons)
    sent = await dispatches.forget(uow, persons)
    await addresses.forget(uow, [folded(each) for each in known])
    return [
        Part("people", End.DELETED, len(known), Deletion.WITH_PERSON),
        Part("kept_mails", End.DELETED, mails, Deletion.WITH_PERSON),
        Part("messages", End.DELETED, told, Deletion.THIRTY_DAYS),
        Part("dispatches", End.DELETED, sent, Deletion.NINETY_DAYS),
    ]
