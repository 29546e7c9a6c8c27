"""What somebody reads of the directory on their start page."""
