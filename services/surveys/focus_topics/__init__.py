"""What a network works on in a school year, and what became of it."""
