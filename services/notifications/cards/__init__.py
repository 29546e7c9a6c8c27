"""What operators read of delivery on their start page, and everybody of what is unread."""
