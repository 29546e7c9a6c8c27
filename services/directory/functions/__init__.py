"""What people do in a municipality: acting, being there for somebody, working, a role."""
