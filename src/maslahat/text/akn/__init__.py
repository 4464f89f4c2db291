"""Akoma Ntoso for the UN, in and out (DESIGN §10).

Takes the bytes of an AKN4UN file; gives a `Document` (`reader.read_akn`), writes one that is valid against the strict
OASIS schema with the UN's own names and IRIs (`writer.write_akn`), and tells whether two files say the same
(`canonical.canonical`).
"""
