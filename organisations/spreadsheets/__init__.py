"""The office's list as a spreadsheet: exported, read, checked row by row and imported as a whole or not at all.

columns, values → what stands in which column and how; reading → a file's text; matching, rows, checking → what each
row would change; importing, saving → the directory; writing → the way back.
"""
