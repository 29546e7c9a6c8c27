"""Consultations asked for by the link of a mail, without a sign-in."""
