"""What any client has to cope with in a scenario: a service that is busy, slow, or gone in the middle of a word."""
