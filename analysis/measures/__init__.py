"""What is counted in sentences, and the scores made from the sums."""
