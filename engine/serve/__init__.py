"""``clausedesk serve``: this machine's models for other machines, in the language of
text-embeddings-inference (``/predict``, ``/rerank``, ``/embed``, ``/info``, ``/health``, ``/metrics``)."""
