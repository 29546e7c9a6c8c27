"""Everything somebody is told, on a page of their own."""
