"""A whole run on the samples opens no connection; the guard and the system agree about that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = """
import json, sys, socket
from pathlib import Path
import main

tried = []
def hear(event, details):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        tried.append([event, str(details[0])])
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        if details[0].family in (socket.AF_INET, socket.AF_INET6):
            tried.append([event, str(details[1])])
sys.addaudithook(hear)
samples, out = Path(sys.argv[1]), Path(sys.argv[2])
status = {}
status["extract"] = main.main(["extract", str(samples / "nda.txt"), str(samples / "lease.pdf"), "--fields", "Party*, Effective date(YYYY-MM-DD)",
    "--out", str(out / "values.xlsx"), "--quiet"])
status["dedupe"] = main.main(["dedupe", str(samples / "customers.xlsx"), "--columns",
    "Company,Phone", "--out", str(out / "clean.xlsx"), "--quiet"])
status["check"] = main.main(["check", str(samples / "services-conflicts.docx"), "--out",
    str(out / "conflicts.jsonl"), "--quiet"])
(out / "tried.json").write_text(json.dumps({"tried": tried, "status": status}), encoding="utf-8")
"""


@pytest.mark.slow
def test_a_whole_run_opens_no_connection(root: Path, home: Path, tmp_path: Path) -> None:
    samples = root / "resources" / "samples"
    # A proxy in the environment must not tempt any library.
    env = {**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        env.pop(name, None)
    command = [sys.executable, "-c", RUN, str(samples), str(tmp_path)]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads((tmp_path / "tried.json").read_text(encoding="utf-8"))
    assert found["tried"] == []
    assert found["status"]["check"] == found["status"]["dedupe"] == 0, done.stderr[-2000:]
    assert found["status"]["extract"] in (0, 1)
    assert (tmp_path / "values.xlsx").stat().st_size > 1000
    log = (home / "log" / "clausedesk.log").read_text(encoding="utf-8")
    assert "connection" not in log
