"""nbgrader's configuration for everybody on this machine: /etc/jupyter/nbgrader_config.py."""

c = get_config()  # type: ignore[name-defined]  # noqa: F821
c.Exchange.root = "/srv/nbgrader/exchange"
