"""``python -m deploy.privacy COMMAND``: what follows from what is declared."""

import sys
from importlib import import_module

COMMANDS = {
    "record": "deploy.privacy.record",
    "rights": "deploy.privacy.rights",
    "find": "deploy.privacy.find",
    "erase": "deploy.privacy.erase",
    "tidy": "deploy.privacy.tidy",
    "runs": "deploy.privacy.runs",
    "export": "deploy.privacy.export",
    "again": "deploy.privacy.again",
}
"""Each is a module with ``main(arguments)``, imported only when it is asked for."""


def main(arguments: list[str]) -> int:
    """Hand over to the sub-command; returns what the process ends with."""
    name, *rest = arguments or [""]
    if name not in COMMANDS:
        print(f"python -m deploy.privacy {' | '.join(COMMANDS)}", file=sys.stderr)
        return 2
    return int(import_module(COMMANDS[name]).main(rest))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
