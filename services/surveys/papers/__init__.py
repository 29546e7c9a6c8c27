"""A questionnaire on paper: every question, and who is asked it."""
