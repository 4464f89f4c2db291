"""Plain text in and out (DESIGN §10): also damaged, wrapped, or out of a PDF with its page furniture.

Takes the characters of a text; gives a `Document` that holds every one of them or lists it as dropped
(`reader.read_text`), and writes a `Document` as text (`writer.write_text`). The reader goes in this order: `lines`
and `sheets` (what stands on the paper), `furniture`, `notes`, `breaks` and `joins` (what belongs together), `cover`
and `body` (what each piece is), `lost` (what the damage took).
"""
