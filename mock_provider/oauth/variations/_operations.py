"""Groups of operations that several variations speak of."""

OAUTH = ("authorize", "token", "register", "login", "consent", "grants", "revoke")
"""Operations of the authorization server."""
