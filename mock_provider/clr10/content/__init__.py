"""What the mock provider has to show: learners, organisations, achievements and CLRs, generated and ours."""
