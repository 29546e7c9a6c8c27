"""Servers and processes on this machine: for ``make run``, ``make run-real`` and the tests."""
