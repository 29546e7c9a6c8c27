"""What somebody who asks may see of people, as statements that are built once."""
