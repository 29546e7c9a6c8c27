"""Questionnaires as files, to keep or to hand on."""
