"""What an operator does about personal data; each sub-command is a module of its own."""
