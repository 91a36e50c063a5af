"""What the office's pages of every app share: plain fields, texts in several languages, a history, two editors."""
