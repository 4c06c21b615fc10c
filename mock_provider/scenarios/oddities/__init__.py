"""What any client of an API has to cope with: errors that are none of the API, redirects, wrong media types."""
