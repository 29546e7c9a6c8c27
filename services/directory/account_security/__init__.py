"""What the office ends for somebody whose phone or computer is lost."""
