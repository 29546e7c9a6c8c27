"""What somebody shows of themselves, and how others see them."""
