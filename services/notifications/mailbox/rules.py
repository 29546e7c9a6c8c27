"""Where there is a mailbox at all."""

from shared.context import CurrentContext
from shared.web.problem import Problem


async def mails_are_kept(here: CurrentContext) -> None:
    """Only where no mail server is named; a dependency of every route of the mailbox."""
    if here.settings.smtp_url:
        raise Problem(404, "not-found", "Not found")
