"""The sandbox: what a process that runs a student's code may reach and use. Linux only, and no root needed."""

REFUSED = "no sandbox: "  # how the fork server's last line begins when this machine refuses a step into it
