"""The proof of use: hours, person-months and positions per funding line and school year."""
