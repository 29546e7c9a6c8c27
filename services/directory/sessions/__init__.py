"""Who is signed in: begun here, told to every service, ended here."""
