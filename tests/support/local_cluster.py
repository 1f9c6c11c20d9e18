"""A dask cluster of separate processes on this machine, until standard input closes. A program, not a test.

python local_cluster.py WORKERS     prints the scheduler's address and the workers' process ids
"""

from __future__ import annotations

import sys


def main() -> None:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=int(sys.argv[1]), threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        print(cluster.scheduler_address, *(nanny.pid for nanny in cluster.workers.values()), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
