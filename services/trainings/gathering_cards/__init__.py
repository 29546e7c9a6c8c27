"""What somebody reads of gatherings on their start page."""
