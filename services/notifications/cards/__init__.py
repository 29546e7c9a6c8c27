"""What operators read of delivery on their start page."""
