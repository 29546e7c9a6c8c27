"""What an office publishes of a survey: frozen, once, by a person."""
