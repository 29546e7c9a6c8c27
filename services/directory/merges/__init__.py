"""Two people who are one: merged softly, told to every service, and taken back within 30 days."""
