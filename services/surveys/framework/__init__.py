"""The framework concept: versions with chapters, standards, indicators, and what is valid."""
