"""What the answers amount to, for the coordination office: on pages, and for programs."""
