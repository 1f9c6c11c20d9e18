"""What can be seen of a lesson without a submission: looked at before a release is made and before grading."""
