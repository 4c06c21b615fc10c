"""HTTP as the mock speaks it: endpoints, negotiation, paging, status objects, access."""
