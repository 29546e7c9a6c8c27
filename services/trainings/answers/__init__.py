"""What people answer to the questions of a gathering, and the office's list of it."""
