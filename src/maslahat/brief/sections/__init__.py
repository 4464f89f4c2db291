"""The parts of the page in their order, each a function of a `Reading` that gives back a `Section`.

Every sentence is made from the numbers of the result; what the result does not hold is not said.
"""
