"""What a gathering decided, numbered for each year once its minutes are published."""
