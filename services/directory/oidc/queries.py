"""What pages ask of the provider without changing anything."""

from urllib.parse import urlencode

from services.directory.oidc.gateways import provider_of
from services.directory.oidc.values import SIGNED_OUT_PATH, Checked, LoggedOut, OidcRefused
from shared.context import Context
from shared.settings import Settings

LONGEST_HINT = 4000
"""Letters of an id_token in an address; servers refuse very long ones."""


def front_channel_logout(settings: Settings, issuer: str, sid: str) -> LoggedOut | None:
    """Whose session ends when the provider makes the browser load our address; None for nobody's.

    No cookie comes along, so (issuer, sid) says it all.
    """
    if not settings.oidc_issuer or issuer != settings.oidc_issuer or not sid:
        return None
    return LoggedOut(issuer, None, sid, ends_all=False)


async def logout_address(here: Context, id_token: str | None) -> str | None:
    """Where the browser goes to end its session at the provider; None if it offers nothing.

    Call it when our own session has ended. Without a usable hint, the client's id says who asks.
    """
    try:
        end = (await provider_of(here).description()).end_session_address
    except OidcRefused:
        return None
    if end is None:
        return None
    query = {
        "client_id": here.settings.oidc_client_id,
        "post_logout_redirect_uri": here.settings.base_url + SIGNED_OUT_PATH,
    }
    if id_token and len(id_token) <= LONGEST_HINT:
        query["id_token_hint"] = id_token
    return f"{end}{'&' if '?' in end else '?'}{urlencode(query)}"


async def check(here: Context) -> Checked:
    """What the provider says of itself, for the operator; raises ``OidcRefused``."""
    description = await provider_of(here).description()
    said = description.document
    methods = said.get("code_challenge_methods_supported")
    return Checked(
        issuer_set=here.settings.oidc_issuer,
        issuer_found=description.issuer,
        token_address=description.token_address,
        keys_address=description.keys_address,
        pairwise=description.pairwise,
        pkce="S256" in methods if isinstance(methods, list) else None,
        back_channel_logout=said.get("backchannel_logout_supported") is True,
        front_channel_logout=said.get("frontchannel_logout_supported") is True,
        end_session=description.end_session_address is not None,
    )
