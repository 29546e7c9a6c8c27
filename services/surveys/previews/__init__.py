"""What people will see, before anybody is asked."""
