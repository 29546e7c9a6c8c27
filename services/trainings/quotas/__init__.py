"""How many seats people of one carrier may have, as the office says."""
