-- A POST of about 1 KB to an endpoint that is relayed, not judged.
wrk.method = "POST"
wrk.path = "/v1/embeddings"
wrk.headers["content-type"] = "application/json"
wrk.headers["authorization"] = "Bearer sk-bench"
wrk.body = '{"model": "bench", "input": "' .. string.rep("honesty ", 120) .. '"}'
