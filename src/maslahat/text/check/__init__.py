"""Drafts held against the form that the UN Editorial Manual asks for (DESIGN §10).

Takes a `Document`; gives findings, each with its rule, its place and a mend (`rules.check`). One module a matter;
`rules` is the list of them all.
"""
