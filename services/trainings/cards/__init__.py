"""What somebody reads of onboardings on their start page."""
