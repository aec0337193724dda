"""Benchmarks of the relay and of judging. The proxy and nginx take turns on core 1; load and upstream stay on core 0."""

import argparse
import concurrent.futures
import http.client
import json
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "target" / "release"

NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream mock {{ server 127.0.0.1:{upstream}; keepalive 64; keepalive_requests 100000000; }}
  keepalive_requests 100000000;
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://mock; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }}
  }}
}}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start(core, *command):
    return subprocess.Popen(["taskset", "-c", str(core), *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def wait_for(port):
    for _ in range(400):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"nothing listens on port {port}")


def wrk(port, connections, seconds):
    """Requests per second and the 99th percentile in milliseconds."""
    out = subprocess.run(
        ["taskset", "-c", "0", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", HERE / "relay.lua", f"http://127.0.0.1:{port}/"],
        capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        sys.exit(f"wrk reports errors on port {port}:\n{out}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    return rate, float(value) * {"us": 1e-3, "ms": 1.0, "s": 1e3}[unit]


def resident_mib(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def relay(ports, seconds):
    print(f"relay, POST of 1 KB, {seconds} s a round, 3 rounds in turn, medians")
    for connections in (32, 4):
        rounds = {name: [] for name in ports}
        for _ in range(3):
            for name, port in ports.items():
                rounds[name].append(wrk(port, connections, seconds))
        rate = {name: statistics.median(r for r, _ in rows) for name, rows in rounds.items()}
        p99 = {name: statistics.median(p for _, p in rows) for name, rows in rounds.items()}
        added = {name: p99[name] - p99["direct"] for name in ("nginx", "probity")}
        print(f"  {connections:>3} connections: requests/s probity / nginx = {rate['probity'] / rate['nginx']:.2f}"
              f"   added p99 probity / nginx = {added['probity'] / max(added['nginx'], 1e-3):.2f}")
        for name in ports:
            print(f"      {name:<8} {rate[name]:>9.0f} requests/s   p99 {p99[name]:.2f} ms")


def memory(process, port, rate_seconds, requests):
    done, first = 0, None
    print(f"memory over {requests} requests, 32 connections")
    while done < requests:
        rate, _ = wrk(port, 32, rate_seconds)
        done += rate * rate_seconds
        now = resident_mib(process)
        first = first or now
    print(f"  resident after the first {rate_seconds} s: {first:.1f} MiB; after {done:.0f} requests: {now:.1f} MiB ({now / first:.2f} x)")


def judged(port, count):
    """Own time of each judged request in milliseconds, and the mean number of draws: one client, one after the other."""
    body = json.dumps({"model": "bench", "messages": [{"role": "user", "content": "What is the capital of France?"}],
                       "probity": {"max_draws": 5}})
    connection = http.client.HTTPConnection("127.0.0.1", port)
    own, draws = [], []
    for _ in range(count):
        connection.request("POST", "/v1/chat/completions", body, {"content-type": "application/json"})
        verdict = json.loads(connection.getresponse().read())["probity"]
        own.append(verdict["overhead_ms"])
        draws.append(verdict["draws_finished"])
    return own, statistics.mean(draws)


def judging(name, port, count, clients):
    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        done = list(pool.map(lambda _: judged(port, count), range(clients)))
    own = sorted(time for times, _ in done for time in times)
    draws = statistics.mean(draws for _, draws in done)
    print(f"enforce, {name}, {clients} at a time, {len(own)} requests, {draws:.1f} instantaneous draws each")
    print(f"  own time: p50 {own[len(own) // 2]:.3f} ms, p99 {own[len(own) * 99 // 100]:.3f} ms", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=8)
    arguments.add_argument("--requests", type=int, default=1_000_000)
    asked = arguments.parse_args()
    if (os.cpu_count() or 1) < 2:
        sys.exit("this benchmark needs 2 cores")
    upstream, front, proxy, lexical, apart, pair = (free_port() for _ in range(6))
    base, differing = f"http://127.0.0.1:{upstream}", f"http://127.0.0.1:{apart}"
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "nginx.conf").write_text(NGINX.format(folder=folder, upstream=upstream, port=front))
        words, pairs = pathlib.Path(folder, "words.toml"), pathlib.Path(folder, "pairs.toml")
        words.write_text('[policy]\nstop = "none"\n[judge]\nchain = ["lexical"]\n')
        pairs.write_text('[policy]\nstop = "none"\n[judge]\nchain = ["pair", "lexical"]\n')
        quiet = ["--log", "warn"]
        processes = [
            start(0, TARGET / "scripted-upstream", "--port", upstream),
            start(1, "nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"),
            start(1, TARGET / "probity", "serve", "--listen", f"127.0.0.1:{proxy}", "--upstream", base, *quiet),
            start(1, TARGET / "probity", "serve", "--listen", f"127.0.0.1:{lexical}", "--upstream", base, "--config", words, *quiet),
            start(0, TARGET / "scripted-upstream", "--port", apart, "--answers", "disagree"),
            start("0,1", TARGET / "probity", "serve", "--listen", f"127.0.0.1:{pair}", "--upstream", differing, "--config", pairs, *quiet),
        ]
        try:
            for port in (upstream, front, proxy, lexical, apart, pair):
                wait_for(port)
            relay({"direct": upstream, "nginx": front, "probity": proxy}, asked.seconds)
            judging("lexical judge, draws that agree", lexical, 2000, 1)
            for clients in (1, 2, 4):
                judging("pair judge, draws that all differ", pair, 600 // clients, clients)
            print(f"  resident with the pair model: {resident_mib(processes[-1]):.0f} MiB")
            memory(processes[2], proxy, asked.seconds, asked.requests)
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=30)


main()
