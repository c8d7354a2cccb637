"""One scenario a topic, in a module named like its notebook: `run(**params) -> Result`."""
