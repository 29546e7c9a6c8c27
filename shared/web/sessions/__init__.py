"""Who is signed in: every service's own copy, so that no request asks another service."""
