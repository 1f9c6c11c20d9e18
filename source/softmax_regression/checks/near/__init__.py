"""What only the near side of the wall uses: right answers, comparisons, sentences. It stays with the grader."""
