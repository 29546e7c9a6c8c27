"""What self-assessments say over years: of one school, and of all together."""
