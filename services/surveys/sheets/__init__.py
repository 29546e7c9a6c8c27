"""How each kind of question looks, and how what was sent of it becomes an answer."""
