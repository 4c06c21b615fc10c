"""CLR providers of other hands, for tests only: other OAuth libraries, web frameworks and readings of the standard.

They share no code with the mock provider nor with the harness, so that a harness that only understands its own mock
is found out. One on Flask runs in this process (``serve.running_foreign``; ``defects`` lists what it can do wrong, one
thing at a time). Those in folders of their own run as processes, in any language: see ``stranger``.
"""
