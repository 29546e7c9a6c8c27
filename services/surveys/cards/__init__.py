"""What somebody reads of surveys on their start page."""
