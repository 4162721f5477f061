"""What goes onto a phone or a speaker: names that every file system takes, playlists, shelves."""
