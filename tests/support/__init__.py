"""What tests share: courses to grade, classes as data, servers, and ways to look at what grading left."""
