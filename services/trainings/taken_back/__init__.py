"""What becomes of people once a gathering takes place after all."""
