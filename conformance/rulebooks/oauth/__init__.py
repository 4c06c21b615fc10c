"""How the OAuth rules are decided that editions share."""
