"""How the OAuth rules that editions share are decided on what a consumer says."""
