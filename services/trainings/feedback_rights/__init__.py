"""Who was there gets the right to answer once, and nothing here says who did."""
