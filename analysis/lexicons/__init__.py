"""Word lists as CSV; `README.md` says what each holds and where it is from."""
