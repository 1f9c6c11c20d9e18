"""What students and instructors read after grading: the feedback page and the formgrader's page of a submission."""
