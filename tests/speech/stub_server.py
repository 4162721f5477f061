"""A server on loopback that answers as OpenAI's does, or as the text's first word says."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hostile_program import tone, wav

PATH = "/v1/audio/speech"


class StubServer(ThreadingHTTPServer):
    """Remembers every request; `answers` are given first, one by one, whatever is asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked = []
        """The path, the headers and the JSON of each request."""
        self.answers = []
        """Each a status, headers and a body."""
        self.released = threading.Event()
        """Set at the end, so that whoever hangs stops."""

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers), None))
        self.answer(200, {}, b"")

    def do_CONNECT(self):
        self.server.asked.append((self.path, dict(self.headers), None))
        self.answer(502, {}, b"")

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), question))
        if self.server.answers:
            self.answer(*self.server.answers.pop(0))
            return
        text = question["input"]
        rate_wpm = round(160 * question["speed"])
        sound = wav(tone(text, rate_wpm))
        manner = text.split()[0] if text.split() else ""
        if not self.misbehave(manner, sound):
            self.answer(200, {"Content-Type": "audio/wav"}, sound)

    def misbehave(self, manner, sound):
        match manner:
            case "hang":
                self.server.released.wait(60)
                self.close_connection = True
            case "drip":
                self.drip()
            case "crash":
                self.close_connection = True
            case "fail":
                error = {"error": {"message": "the model is not loaded", "type": "bad"}}
                self.answer(400, {}, json.dumps(error).encode())
            case "empty":
                self.answer(200, {}, b"")
            case "half":
                self.answer(200, {"Content-Length": str(len(sound))}, sound[: len(sound) // 2])
                self.close_connection = True
            case "silly":
                self.answer(200, {}, wav(tone("Breathe in."), 1))
            case "noise":
                self.answer(200, {"X-Noise": "loading, please wait " * 50}, sound)
            case _:
                return False
        return True

    def drip(self):
        """A byte of a header now and then, without an end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.released.wait(0.02):
            try:
                self.wfile.write(b"x")
            except OSError:
                return

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving():
    """A server that runs while the block does."""
    server = StubServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
