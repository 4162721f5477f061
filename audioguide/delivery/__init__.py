"""What goes onto a phone or a speaker: safe names, playlists, shelves, and copies on devices."""
