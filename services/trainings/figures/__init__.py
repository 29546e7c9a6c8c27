"""What a school year's gatherings come to, for reports; small numbers of people are kept back."""
