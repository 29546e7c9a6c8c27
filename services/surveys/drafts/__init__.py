"""A questionnaire is edited part by part, and saved at each step."""
