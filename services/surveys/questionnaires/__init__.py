"""Questionnaires as they are edited, and their versions, which never change."""
