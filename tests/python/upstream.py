"""A small OpenAI-shaped upstream: what it is asked decides how far its answers agree."""

import itertools
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

UNSURE = ["Arvid Holm", "Lena Brandt", "Tomas Vik", "Ida Sund", "Olaf Berg", "Nils Dahl", "Eva Lund"]
HALF = ["Sydney", "Sydney", "Canberra", "Sydney", "Melbourne", "Sydney"]


class Upstream(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests = []
        self.counter = itertools.count()
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def answer(self, question):
        with self.lock:
            turn = next(self.counter)
        if "capital of France" in question:
            return "The capital of France is Paris."
        if "mayor" in question:
            return UNSURE[turn % len(UNSURE)]
        if "Australia" in question:
            return HALF[turn % len(HALF)]
        return "Once upon a time there was a poem."


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.reply(200, {"object": "list", "data": [{"id": "test-model", "object": "model", "created": 0, "owned_by": "test"}]})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        self.server.requests.append((self.path, dict(self.headers), body))
        if self.path.endswith("/embeddings"):
            return self.reply(200, {"object": "list", "model": "test-model", "data": [{"object": "embedding", "index": 0, "embedding": [0.5, 0.25]}], "usage": {"prompt_tokens": 1, "total_tokens": 1}})
        if body["model"] == "busy":
            return self.reply(429, {"error": {"message": "slow down", "type": "rate_limit_error", "param": None, "code": "rate_limit_exceeded"}}, {"retry-after": "7"})
        question = next((m["content"] for m in reversed(body["messages"]) if m["role"] == "user"), "")
        answers = [self.server.answer(question) for _ in range(body.get("n") or 1)]
        if body.get("stream"):
            return self.stream(answers, (body.get("stream_options") or {}).get("include_usage"))
        choices = [{"index": i, "message": {"role": "assistant", "content": a, "refusal": None}, "logprobs": None, "finish_reason": "stop"} for i, a in enumerate(answers)]
        self.reply(200, {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "test-model", "choices": choices,
                         "usage": {"prompt_tokens": 5, "completion_tokens": 6 * len(answers), "total_tokens": 5 + 6 * len(answers)}})

    def stream(self, answers, include_usage):
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

        def send(choices, **more):
            chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "test-model", "choices": choices, **more}
            self.chunk(f"data: {json.dumps(chunk)}\n\n")

        for i, answer in enumerate(answers):
            send([{"index": i, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}])
            for word in answer.split(" "):
                send([{"index": i, "delta": {"content": word + " "}, "finish_reason": None}])
            send([{"index": i, "delta": {}, "finish_reason": "stop"}])
        if include_usage:
            send([], usage={"prompt_tokens": 5, "completion_tokens": 6 * len(answers), "total_tokens": 5 + 6 * len(answers)})
        self.chunk("data: [DONE]\n\n")
        self.chunk("")

    def chunk(self, text):
        data = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def reply(self, status, body, headers=None):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
