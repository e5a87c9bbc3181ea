"""Inference servers of the user's own: clients that implement the same Protocols as local models.

``spec`` says what a server is, ``pool`` opens it, ``provider`` hands its models to the jobs. Nothing
here connects anywhere until a person has added a server and switched it on.
"""
