"""One file a family. Each module has ``load(pack: Pack, compute: Compute)``, which builds the model
in ``compute``'s precision; :mod:`engine.models.registry` imports it by the family's name."""
