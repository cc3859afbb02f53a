"""Speed and memory as ratios against peers: ``python -m benchmarks``, or ``make bench``.

Every row runs a peer and ours in turn, in one run (peer, ours, peer, ours, ...), so that a machine that
slows down slows both; its ratio is the median of the paired ratios. Peers live in an environment of their
own (`peers`), and where a row promises equal values they are compared before anything is timed.
"""
