"""Bringing models in: from Hugging Face, ModelScope, a mirror of either, or a folder.

The work is done in a child process that can be killed at any moment and goes on where it stopped
(:mod:`engine.hub.transfer` starts it, :mod:`engine.hub.worker` is what runs in it). Both hubs are
spoken to over plain HTTP, so that every byte can be counted, held, resumed and checked."""
