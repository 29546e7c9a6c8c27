"""Questionnaires that offices let each other use."""
