"""What any client of OAuth has to cope with in a scenario: legal or not, and no requirement of a provider."""
