"""Who was there, date by date: marked at the door, in a list, or later with a reason."""
