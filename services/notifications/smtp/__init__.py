"""Talks to the operator's mail server."""
