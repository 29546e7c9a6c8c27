"""Surveys in which the office sees who answered what, and which say so."""
