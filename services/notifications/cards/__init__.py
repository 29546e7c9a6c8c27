"""What operators read of delivery on their start page, and others of what waits for them."""
