"""The harness proves itself: every fault of the mock is named, and nothing right or merely unusual is reported."""
