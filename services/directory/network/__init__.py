"""The network of a municipality: who is connected with whom, and what is missing."""
