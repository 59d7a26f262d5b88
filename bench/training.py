"""Runs a TypeScript cell in the tslab kernel and prints its output. Started by training.mjs."""

import sys

from jupyter_client.manager import start_new_kernel

folder, source = sys.argv[1], sys.stdin.read()
manager, client = start_new_kernel(kernel_name="tslab", cwd=folder, startup_timeout=60)
updates = [0]


def output(message):
    kind, content = message["msg_type"], message["content"]
    if kind == "stream":
        (sys.stderr if content["name"] == "stderr" else sys.stdout).write(content["text"])
    elif kind in ("display_data", "update_display_data"):
        updates[0] += 1


try:
    reply = client.execute_interactive(source, timeout=600, output_hook=output)
    print(f"messages {updates[0]}")
    sys.exit(0 if reply["content"]["status"] == "ok" else 1)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
