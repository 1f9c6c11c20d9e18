"""JupyterHub on one machine: a teaching team and students, each with a Unix account. README.md says how to use it."""

import grp
import os

c = get_config()  # type: ignore[name-defined]  # noqa: F821

COURSE = "/srv/course101"  # the course's folder, of the group TEACHERS
TEACHERS = "teachers"  # a Unix group: whoever is in it grades
DATA = "/srv/fashion-mnist"  # the four .gz files, readable by everybody

# One domain for each user (tina.jupyter.example.org), so that no user's page can read another user's. Without a
# wildcard name and certificate write "" here: the formgrader then opens in a tab of its own (see README.md).
c.JupyterHub.subdomain_host = "https://jupyter.example.org"
# A web server in front ends TLS and passes on what it gets, web sockets and the Host header included.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"

# nbgrader takes a student's name from the account that its server runs under, so each user needs a real one: PAM checks
# the password, and the server runs under that account.
c.JupyterHub.authenticator_class = "pam"
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.PAMAuthenticator.allow_all = True  # everybody who has an account on this machine
c.PAMAuthenticator.open_sessions = False  # what a session would do (limits, mounts) needs an interactive login here

# Servers inherit this: what one teacher writes into the course's folder another may change. (A student's group holds
# nobody else.)
os.umask(0o002)

# Nobody may look at another user's server: no admin_users here, since sharing servers is sharing pages.
c.Spawner.default_url = "/lab"
c.Spawner.environment = {
    "FASHION_MNIST_ROOT": DATA,
    "OMP_NUM_THREADS": "1",  # with more, the threads of thirty students wait for one another
}
# When a class arrives at once, JupyterLab starts slowly: minutes here cost nothing, giving up costs a lesson.
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 180
c.JupyterHub.concurrent_spawn_limit = 20

# Hub 4.1 and later forbid all frames, and JupyterLab shows the formgrader in one (nbgrader #1870). With subdomains,
# 'self' is this teacher's own domain, where only this teacher's server answers; on a domain shared with students it
# would let their pages drive the formgrader, so there frames stay forbidden.
FRAMES = "--ServerApp.tornado_settings={'headers': {'Content-Security-Policy': \"frame-ancestors 'self'\"}}"


def before_start(spawner):  # type: ignore[no-untyped-def]
    """Who teaches starts in the course's folder, under the course's configuration, and can frame the formgrader."""
    teaches = spawner.user.name in grp.getgrnam(TEACHERS).gr_mem
    spawner.notebook_dir = COURSE if teaches else ""
    spawner.args = []
    if teaches:
        # nbgrader_config.py of the course is then read from every folder, in terminals too
        spawner.environment = {**c.Spawner.environment, "JUPYTER_CONFIG_PATH": COURSE}
        if spawner.user.settings["subdomain_host"]:
            spawner.args = [FRAMES]


c.Spawner.pre_spawn_hook = before_start
