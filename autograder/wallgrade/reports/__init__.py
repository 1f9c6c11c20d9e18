"""What people read after grading: feedback pages, the report on a class, exports."""
