"""What somebody is qualified for, until when, and how that came about."""
