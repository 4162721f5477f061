"""What a page of the site may load and do, as a Content Security Policy."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
"""Of our own page: everything from its own site, and nothing written into the page itself."""

HAND_OUT_POLICY = (
    "sandbox allow-modals allow-popups; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src 'self' data:; font-src data:; base-uri 'none'; form-action 'none'"
)
"""Of pages that lie beside a track: whole in themselves, and without scripts."""


def policy_of(path: str) -> str:
    """The policy for an answer with the file of this path within the site."""
    is_hand_out = path.startswith("tracks/") and path.endswith(".html")
    return HAND_OUT_POLICY if is_hand_out else PAGE_POLICY
