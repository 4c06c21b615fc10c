"""Legal but unusual behaviour of a provider of CLR 1.0: nothing may fail because of it.

The modules are subjects, in packages where there are several of a kind. The order in which variations are listed is the
order in which those that are on together change a request; responses they change the other way round.
"""
