"""What somebody wants with what is kept about them: asked, checked, announced, and answered."""
