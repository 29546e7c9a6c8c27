"""What people say of the chapters of a framework concept, and what the office replies."""
