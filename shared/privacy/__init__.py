"""What is kept about people: said where it is declared, checked, and listed."""
