"""Work that outgrew one machine: the same functions on Ray Data, a folder of parts as the checkpoint.

Every machine of the cluster needs the program (with the extra ``distributed``) and must see, under the
same paths, the folder of parts and the model. Ray itself is imported in :mod:`engine.distributed.cluster`
alone, and only when a cluster is used.
"""
