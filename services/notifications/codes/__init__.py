"""Mails with codes for signing in: to any person, and never behind other mail."""
