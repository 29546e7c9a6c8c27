"""Old text, comments, replies and new text of a framework concept beside each other."""
