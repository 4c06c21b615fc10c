"""Bad credentials: each is told by the code or the row that names it, never by a fault of the tool."""
