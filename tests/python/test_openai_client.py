"""The official OpenAI client, unchanged, against a running probity: only `base_url` differs."""

import asyncio
import os
import pathlib
import re
import subprocess
import unittest

import openai

from upstream import Upstream

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROBITY = os.environ.get("PROBITY_BIN", str(ROOT / "target" / "debug" / "probity"))


def user(text):
    return [{"role": "user", "content": text}]


class OpenAIClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.process = subprocess.Popen(
            [PROBITY, "serve", "--listen", "127.0.0.1:0", "--upstream", cls.upstream.url],
            stdout=subprocess.PIPE, text=True,
        )
        line = cls.process.stdout.readline()
        cls.base = re.search(r"http://127\.0\.0\.1:\d+", line).group(0)
        cls.client = openai.OpenAI(base_url=f"{cls.base}/v1", api_key="sk-test", max_retries=0, timeout=30)

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        assert cls.process.wait(timeout=30) == 0, "SIGTERM drains and exits with 0"
        cls.process.stdout.close()
        cls.upstream.shutdown()
        cls.upstream.server_close()

    def ask(self, text, **more):
        return self.client.chat.completions.with_raw_response.create(model="test-model", messages=user(text), **more)

    def test_agreement_is_answered_as_it_is(self):
        raw = self.ask("What is the capital of France?")
        completion = raw.parse()
        self.assertEqual(completion.choices[0].message.content, "The capital of France is Paris.")
        self.assertEqual(completion.choices[0].finish_reason, "stop")
        self.assertEqual(raw.headers["x-probity-decision"], "answered")
        self.assertGreater(float(raw.headers["x-probity-confidence"]), 0.7)
        verdict = completion.model_extra["probity"]
        self.assertEqual(verdict["decision"], "answered")
        self.assertEqual(verdict["request_id"], raw.headers["x-probity-request-id"])
        self.assertGreaterEqual(completion.usage.completion_tokens, 12, "usage is what all draws cost")

    def test_disagreement_is_refused(self):
        raw = self.ask("Who was the first mayor of Nybrohamn?")
        completion = raw.parse()
        self.assertEqual(raw.headers["x-probity-decision"], "refused")
        self.assertIn("apologize", completion.choices[0].message.content)
        self.assertEqual(completion.choices[0].message.role, "assistant")

    def test_a_poem_is_passed_untouched(self):
        raw = self.ask("Write a poem about the sea.")
        self.assertEqual(raw.headers["x-probity-decision"], "passed")
        self.assertEqual(raw.parse().choices[0].message.content, "Once upon a time there was a poem.")

    def test_a_stream_is_well_formed_and_ends_with_the_verdict(self):
        stream = self.client.chat.completions.create(
            model="test-model", messages=user("What is the capital of France?"), stream=True, stream_options={"include_usage": True})
        chunks = list(stream)
        text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        self.assertEqual(text.strip(), "The capital of France is Paris.")
        self.assertEqual({c.id for c in chunks}, {"chatcmpl-1"})
        self.assertEqual(chunks[-1].choices, [])
        self.assertGreaterEqual(chunks[-1].usage.completion_tokens, 12)
        self.assertEqual(chunks[-1].model_extra["probity"]["decision"], "answered")

    def test_a_refused_stream_carries_the_refusal(self):
        stream = self.client.chat.completions.create(
            model="test-model", messages=user("Who was the first mayor of Nybrohamn?"), stream=True)
        chunks = list(stream)
        text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        self.assertIn("apologize", text)
        self.assertEqual([c.choices[0].finish_reason for c in chunks if c.choices][-1], "stop")
        self.assertTrue(all(c.usage is None for c in chunks), "usage was not asked for")
        self.assertEqual(chunks[-1].model_extra["probity"]["decision"], "refused")

    def test_the_asynchronous_client(self):
        async def both():
            client = openai.AsyncOpenAI(base_url=f"{self.base}/v1", api_key="sk-test", max_retries=0)
            plain, stream = await asyncio.gather(
                client.chat.completions.create(model="test-model", messages=user("What is the capital of France?")),
                client.chat.completions.create(model="test-model", messages=user("What is the capital of France?"), stream=True))
            text = "".join([c.choices[0].delta.content or "" async for c in stream if c.choices])
            await client.close()
            return plain.choices[0].message.content, text.strip()

        self.assertEqual(asyncio.run(both()), ("The capital of France is Paris.",) * 2)

    def test_errors_are_the_upstreams_own(self):
        with self.assertRaises(openai.RateLimitError) as caught:
            self.client.chat.completions.create(model="busy", messages=user("What is the capital of France?"))
        self.assertEqual(caught.exception.response.headers["retry-after"], "7")
        self.assertEqual(caught.exception.code, "rate_limit_exceeded")
        with self.assertRaises(openai.RateLimitError):
            self.client.chat.completions.create(model="busy", messages=user("What is the capital of France?"), stream=True)

    def test_a_bad_request_is_an_openai_error(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.client.chat.completions.create(model="test-model", messages=user("Who wrote Hamlet?"), n=0)
        self.assertEqual(caught.exception.param, "n")
        self.assertEqual(caught.exception.type, "invalid_request_error")

    def test_other_endpoints_are_relayed(self):
        self.assertEqual([m.id for m in self.client.models.list()], ["test-model"])
        embedding = self.client.embeddings.create(model="test-model", input="x", encoding_format="float")
        self.assertEqual(embedding.data[0].embedding, [0.5, 0.25])

    def test_the_clients_key_goes_upstream_and_controls_do_not(self):
        self.client.chat.completions.create(
            model="test-model", messages=user("What is the capital of France?"), user="key-test", extra_headers={"x-probity-mode": "annotate"})
        seen = [(h, b) for _, h, b in self.upstream.requests if b.get("user") == "key-test"]
        self.assertGreaterEqual(len(seen), 2)
        for headers, body in seen:
            headers = {name.lower(): value for name, value in headers.items()}
            self.assertEqual(headers["authorization"], "Bearer sk-test")
            self.assertFalse([name for name in headers if name.startswith("x-probity")])
            self.assertNotIn("probity", body)


if __name__ == "__main__":
    unittest.main()
