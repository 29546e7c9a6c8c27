"""What the clock deletes: by what tables declare, with a proof of each run, never during a hold."""
