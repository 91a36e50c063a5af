"""From what an association's people want changed in their entry to what is published.

`facts` reads an entry as plain values and writes them, `telling` puts them in words, `proposing` takes in what people
want, `deciding` is the office's answer.
"""
