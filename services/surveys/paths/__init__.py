"""The way somebody takes through a questionnaire."""
