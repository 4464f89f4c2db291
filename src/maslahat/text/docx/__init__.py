"""Word in and out (DESIGN §10), in the layout of the UN's own documents.

Takes the bytes of a .docx; gives a `Document` (`reader.read_docx`), writes one (`writer.write_docx`), and writes two
texts as one file with tracked changes: all accepted it is the new text, all rejected the old (`tracked`).
"""
