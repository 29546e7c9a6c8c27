"""Which proof is asked for."""

from services.directory.proofs.values import Way
from shared.contracts.accounts import SignInMethod


def way_of(method: SignInMethod, *, provider: bool, second_step: bool, address: bool) -> Way:
    """A second step, where there is one, for a mail box may be open on the same screen.

    ``provider`` is whether there is one; who came from it is known there, and need not be here.
    """
    if method is SignInMethod.SAMPLE:
        return Way.CLICK
    if method is SignInMethod.OIDC and provider:
        return Way.PROVIDER
    if second_step:
        return Way.SECOND_STEP
    return Way.MAIL if address else Way.NONE
