"""What the network does together beyond its meetings: with a goal, partners, steps and a result."""
