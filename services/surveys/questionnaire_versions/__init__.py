"""What was frozen of a questionnaire, and how it changed."""
