"""What a gathering asks of who comes, answered by themselves."""
