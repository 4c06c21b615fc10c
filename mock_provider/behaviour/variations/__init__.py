"""What any service may do that speaks HTTP and lists records: legal, but unusual."""
