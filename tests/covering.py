"""How SlipCover measures a worker of a test run; loaded before whatever is measured."""

from slipcover import pytest_plugin

NEVER = 1 << 30

if measuring := pytest_plugin._slipcover_instance:
    # It would take out marks that were passed often, and look at every thread's frames for that;
    # there Python 3.11 may collect garbage, and wait for ever for a lock that it holds itself.
    measuring.d_miss_threshold = NEVER
