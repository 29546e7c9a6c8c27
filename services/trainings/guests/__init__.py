"""People outside the directory who come to a gathering that is open to them."""
