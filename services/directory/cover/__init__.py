"""Who is at a school while somebody who works there is on leave, and that it has been told so."""
