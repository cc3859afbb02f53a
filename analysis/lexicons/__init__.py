"""Word lists as CSV; every row carries its source or rationale."""
