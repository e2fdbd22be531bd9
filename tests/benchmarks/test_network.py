"""Hosts of their own, on which the workers of a demonstration run."""

import os
import socket
import subprocess
import sys

from benchmarks.network import own_hosts

ASK = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)"


def test_each_host_has_its_name_and_reaches_the_machine_and_none_is_left():
    with own_hosts(2) as network:
        said = [
            subprocess.check_output(host.command("hostname"), text=True).strip()
            for host in network.hosts
        ]
        with socket.create_server((network.address, 0)) as server:
            port = str(server.getsockname()[1])
            for host in network.hosts:
                asking = host.command(sys.executable, "-c", ASK, network.address, port)
                subprocess.run(asking, check=True)
        if network.is_separate:
            assert ["worker1", "worker2"] == said
        else:
            assert os.geteuid() != 0
    left = subprocess.run(["ip", "netns"], capture_output=True, text=True, check=False).stdout
    assert not any(host.namespace and host.namespace in left for host in network.hosts)
