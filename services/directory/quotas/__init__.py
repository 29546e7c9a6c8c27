"""How many people a carrier's program, or anybody's address, may make us write to in a day."""
