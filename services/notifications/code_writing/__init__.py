"""Writes mails with codes, and what else goes their way."""
