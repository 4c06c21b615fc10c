"""What any client has to cope with, whatever the API: refusals for the moment, odd errors, redirects."""
