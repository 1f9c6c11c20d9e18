"""wallquiz: multiple-choice questions as data, rendered into notebook cells and graded without running anything."""
