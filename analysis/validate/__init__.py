"""Instruments held against people, and scores against other ways of getting them.

`ratings` are sentences that readers rated, `codesheet` makes and reads sheets for your own coders,
`agreement` holds coders and instruments against each other, `stability` asks what scores owe to sentence
splitter, formula and length.
Functions of frames: but for `ratings`, nothing here knows an instrument or a file of the workbook.
"""
