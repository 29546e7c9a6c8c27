"""Mails that tell somebody what happened to their second step."""
