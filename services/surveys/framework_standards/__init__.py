"""Standards of a chapter with their indicators, as the office writes them."""
