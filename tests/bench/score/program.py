"""The program that is measured: `probity score` for times, `probity serve` for how many pairs it judged."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

PAIRS = re.compile(r'^probity_judged_pairs(?:_total)?\{([^}]*)\} (\d+)', re.MULTILINE)


# Ended from outside, the programs that were started here end too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


class Program:
    """A binary with weights, threads and a precision."""

    def __init__(self, binary, weights, threads=2, precision="auto"):
        self.binary = binary
        self.precision = precision
        self.environment = {
            **os.environ,
            "PROBITY__JUDGE__CHAIN": '["pair", "lexical"]',
            "PROBITY__PAIR__PATH": str(weights),
            "PROBITY__PAIR__THREADS": str(threads),
            "PROBITY__PAIR__PRECISION": precision,
            "PROBITY__LOG__FILTER": "error",
        }

    def scores(self, rows, *options):
        """The scores of rows, and the seconds they took.

        The program answers each line as soon as it can, so one line is sent ahead: its answer means that the weights
        are loaded and everything is warm. The clock runs from the next line's departure to the last one's answer.
        """
        with tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen(
                [self.binary, "score", *options],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
            lines = "".join(json.dumps(row) + "\n" for row in rows)
            try:
                process.stdin.write(json.dumps(rows[0]) + "\n")
                process.stdin.flush()
                first = process.stdout.readline()
                since = time.perf_counter()
                threading.Thread(target=send, args=(process.stdin, lines), daemon=True).start()
                answers = [process.stdout.readline() for _ in rows] if first else []
                seconds = time.perf_counter() - since
                process.wait(timeout=60)
            finally:
                process.kill()
                process.wait()
            if not first or not all(answers):
                errors.seek(0)
                raise SystemExit(f"{self.binary} score ended early:\n{errors.read()[-2000:]}")
        return [json.loads(answer) for answer in answers], seconds


def send(pipe, lines):
    """Everything at once, as from a file."""
    try:
        pipe.write(lines)
        pipe.close()
    except BrokenPipeError:
        pass


class Counting:
    """`probity serve`, asked for scores, with the pairs that its metrics count: `with Counting(program) as counting`.

    Counted is what is put to a judge. Equal texts are one text by then. Of sameness, what numbers, negations and the
    like settle is still among it; of entailment it is not.
    """

    def __init__(self, program):
        self.program = program

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = "127.0.0.1:%d" % free.getsockname()[1]
        self.base = f"http://{address}"
        # Nothing is ever sent to the upstream: scores need none.
        command = [self.program.binary, "serve", "--listen", address, "--upstream", "http://127.0.0.1:9/v1"]
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            command, env=self.program.environment, stdout=self.errors, stderr=subprocess.STDOUT
        )
        for _ in range(600):
            if self.process.poll() is not None:
                self.errors.seek(0)
                raise SystemExit(f"probity serve ended:\n{self.errors.read()[-2000:]}")
            try:
                self.counters()
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"nothing listens on {address}")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.errors.close()

    def counters(self):
        """Pairs judged so far, by head."""
        with urllib.request.urlopen(f"{self.base}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        counted = {}
        for labels, count in PAIRS.findall(text):
            head = re.search(r'head="([^"]*)"', labels).group(1)
            counted[head] = counted.get(head, 0) + int(count)
        return counted

    def pairs(self, rows, scorers):
        """Pairs put to a judge for the scorers of rows."""
        before = self.counters()
        for row in rows:
            body = json.dumps({**row, "scorers": scorers}).encode()
            headers = {"content-type": "application/json"}
            request = urllib.request.Request(f"{self.base}/v1/probity/score", body, headers)
            with urllib.request.urlopen(request, timeout=300) as answer:
                answer.read()
        after = self.counters()
        return sum(after.values()) - sum(before.values())
