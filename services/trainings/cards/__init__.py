"""What somebody reads of onboardings and gatherings on their start page."""
