"""How each rule is decided: a room for each rule book."""
