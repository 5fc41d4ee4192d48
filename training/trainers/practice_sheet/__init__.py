"""The practice sheet: what collections of practices ask for, filled from the site where possible.

`template` says which fields there are and what is missing; `facts` asks the site; `files` makes DOCX, PDF and JSON.
"""
