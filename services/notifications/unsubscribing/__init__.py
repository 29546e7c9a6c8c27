"""A topic is given up by the link of a mail, without a sign-in."""
