"""One file a kind of dose: what sounds and what is said inside it."""
