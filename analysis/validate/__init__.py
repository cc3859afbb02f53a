"""Instruments held against people, and scores against other ways of getting them.

`codesheet` makes and reads sheets for your own coders, `agreement` holds coders and instruments against each
other, `stability` asks what scores owe to sentence splitter, formula and length. Functions of frames: nothing
here knows an instrument. What was measured on rated sentences is shipped; how it was made is in `training`.
"""
