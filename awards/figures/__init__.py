"""What an edition comes to in numbers: what each figure counts (`definitions`), the funnel, and the table of stars."""
