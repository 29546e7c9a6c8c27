"""How many seats people of one carrier or school type may have, or are kept for them."""
