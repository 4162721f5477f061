"""The paths of a site's own files, each named once. Those of tracks and pictures are made up."""

PAGE = "index.html"
"""The page, which the address itself shows."""

PROGRAMME = "programme.json"
"""What the page reads; `assets/app.js` and `assets/sw.js` name it too."""

FEED = "feed.xml"
"""The podcast feed."""

PLAYLIST = "programme.m3u8"
"""For players that open addresses."""

EVERYTHING = "all.zip"
"""All tracks in one file."""
