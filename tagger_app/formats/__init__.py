"""Reading and safely writing tags; mutagen lives here."""
