"""The report on a class: statistics, misconceptions, quiz answers and what needs a person, as one HTML page and CSV."""
