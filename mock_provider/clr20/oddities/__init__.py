"""What a consumer of CLR 2.0 has to cope with in a scenario: legal or not, and no requirement of a provider."""
