"""Secrets of links that open something without a login. Only their hashes are kept, and they are looked up by these, so
that the time this takes tells nothing of any secret."""

import hashlib
import secrets

_BYTES = 32


def new() -> str:
    """A secret that nobody guesses, fit for an address."""
    return secrets.token_urlsafe(_BYTES)


def hashed(token: str) -> str:
    """What is kept of it; takes whatever an address may hold."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
