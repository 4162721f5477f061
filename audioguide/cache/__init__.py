"""Contents by key, kept on disk for the next build; and their upkeep."""
