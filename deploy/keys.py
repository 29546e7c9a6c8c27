"""``python -m deploy.keys show|rotate|replace SERVICE``, where the service's data folder is.

``rotate``: the next key signs from now on, and what was signed before stays valid until its time.
``replace``: after a break-in; nothing that was signed before is valid any more. Running processes
see either at their next use; other services know of a key that is gone within ten minutes.
"""

import argparse
import sys
from collections.abc import Sequence

from deploy.platform import make_clock
from deploy.services import NAMES, load
from shared.settings import Settings, ToolSettings, read_settings
from shared.signing.keys import Keys
from shared.signing.rings import KeyRing


def rings(service: str, settings: Settings) -> Sequence[KeyRing]:
    """Those of one service, by its own clock."""
    keys = Keys(settings, make_clock(settings).now, {service})
    return [keys.ring(purpose) for purpose in load(service).signs]


def describe(ring: KeyRing) -> Sequence[str]:
    """A line for each key; private parts are never shown."""
    stored = ring.stored()
    signing, following = stored.signing["kid"], stored.following["kid"]
    lines = [f"{signing}  signs since {stored.since:%Y-%m-%d %H:%M} UTC", f"{following}  is next"]
    lines += [
        f"{each.key['kid']}  verifies until {each.until:%Y-%m-%d %H:%M} UTC"
        for each in stored.former
    ]
    return [f"{ring.purpose.name:<14} {line}" for line in lines]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.keys")
    parser.add_argument("what", choices=["show", "rotate", "replace"])
    parser.add_argument("service", choices=NAMES)
    given = parser.parse_args(arguments)
    found = rings(given.service, read_settings(ToolSettings))
    if not found:
        sys.exit(f"{given.service} signs nothing")
    for ring in found:
        if given.what == "rotate":
            ring.rotate()
        elif given.what == "replace":
            ring.replace()
        print("\n".join(describe(ring)))


if __name__ == "__main__":
    main()
