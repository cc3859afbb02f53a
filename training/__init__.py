"""How every learned table that is shipped was made; nothing in `analysis` imports this."""
