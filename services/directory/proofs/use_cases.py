"""Takes proofs of who somebody is who is signed in already."""

from services.directory.codes import use_cases as codes
from services.directory.codes.values import Verdict as OfCode
from services.directory.factors import use_cases as factors
from services.directory.factors.values import Attempt, Vault
from services.directory.factors.values import Verdict as OfSecondStep
from services.directory.notices.use_cases import tell
from services.directory.passkeys import use_cases as passkeys
from services.directory.passkeys.values import Signed, Site
from services.directory.people.use_cases import lock_person
from services.directory.proofs.queries import challenge_of
from services.directory.refusals.use_cases import note
from services.directory.refusals.values import Proof
from services.directory.sessions import use_cases as sessions
from shared.contracts.accounts import SecurityNotice
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions import cookies
from shared.web.sessions.person import Me


async def by_mail(uow: UnitOfWork, key: bytes, me: Me, asked: str, typed: str) -> OfCode:
    """Whether the code is the one that went to them; ``asked`` is of this browser's request."""
    verdict, person_id = await codes.check(uow, key, asked, typed)
    if person_id == me.person_id:
        await sessions.note_proof(uow, me.session_id)
        return OfCode.RIGHT
    note(uow, Proof.CODE)
    return OfCode.WRONG if person_id else verdict


async def by_code(uow: UnitOfWork, vault: Vault, me: Me, browser: str, typed: str) -> OfSecondStep:
    """Whether it is of their app or one of their recovery codes; raises ``Problem``.

    Each attempt counts as one to sign in, so that nobody guesses more often this way.
    """
    secret = cookies.new_secret()
    await factors.wait(uow, vault, secret, me.person_id)
    outcome = await factors.check(uow, vault, Attempt(secret, browser), typed)
    return await _noted(uow, me, outcome.verdict)


async def by_passkey(
    uow: UnitOfWork, vault: Vault, site: Site, me: Me, browser: str, response: str
) -> OfSecondStep:
    """Whether one of their passkeys has signed what this sign-in was asked to."""
    await lock_person(uow, me.person_id)
    challenge = await challenge_of(uow.session, vault, me.session_id)
    signed = await passkeys.check(uow, site, challenge, me.person_id, response)
    if signed is Signed.COPIED:
        await tell(uow, me.person_id, SecurityNotice.PASSKEY_REFUSED, browser)
        return await _noted(uow, me, OfSecondStep.COPIED)
    right = signed is Signed.YES
    return await _noted(uow, me, OfSecondStep.RIGHT if right else OfSecondStep.WRONG)


async def by_click(uow: UnitOfWork, me: Me) -> None:
    """Where the sample is shown, nobody has anything to prove it with."""
    await sessions.note_proof(uow, me.session_id)


async def _noted(uow: UnitOfWork, me: Me, verdict: OfSecondStep) -> OfSecondStep:
    if verdict is OfSecondStep.RIGHT:
        await sessions.note_proof(uow, me.session_id)
    else:
        note(uow, Proof.SECOND_FACTOR)
    return verdict
