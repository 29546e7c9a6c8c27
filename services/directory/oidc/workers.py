"""Says at the start which provider is trusted, where that takes two addresses."""

import structlog

from shared.context import Context

log = structlog.get_logger()


async def name_issuers(context: Context) -> None:
    """Both values side by side: the commonest mistake is that they are swapped."""
    settings = context.settings
    public, internal = settings.oidc_issuer, settings.oidc_internal_base
    if public and internal and internal.rstrip("/") != public.rstrip("/"):
        log.info("oidc.two-addresses", issuer=public, internal_base=internal)
