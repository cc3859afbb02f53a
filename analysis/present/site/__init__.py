"""Templates, styles and script of the report's pages; data only."""
