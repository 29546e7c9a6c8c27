"""Mails that tell somebody what happened to how they sign in."""
