"""Texts that do harm when they are shown as they are."""

MARKUP = "<script>alert('pwned')</script><img src=x onerror=alert(1)>"
ESCAPES = "\x1b[2J\x1b]0;owned\x07\x1b[31mALL PASSED\x1b[0m\x9b2J\u202e"
