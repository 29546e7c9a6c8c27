"""Whoever signs in nobody at a provider does not pay for it."""

import subprocess
import sys

LIGHT = """
import sys
from deploy.services import load
load("directory")
print([name for name in ("authlib", "OpenSSL", "webauthn") if name in sys.modules])
"""


def test_a_directory_that_asks_no_provider_loads_nothing_for_it() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
