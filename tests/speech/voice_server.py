"""A server on loopback that has piper voices as the project's own has, or misbehaves."""

import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class VoiceServer(ThreadingHTTPServer):
    """Files by path. `cuts`: after how many bytes each answer with a model breaks off."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Sending)
        self.files = {}
        self.cuts = []
        self.knows_ranges = True
        self.redirects = {}
        self.asked = []
        """The path and the range of each request."""

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}/main"

    def offer(self, name, model, told, **listed):
        """Put a voice in, and in the catalogue; `listed` overrides what is said of the model."""
        folder = f"en/en_GB/tiny/low/{name}"
        self.files[f"{folder}.onnx"] = model
        self.files[f"{folder}.onnx.json"] = json.dumps(told).encode()
        catalogue = json.loads(self.files.get("voices.json", b"{}"))
        catalogue[name] = {
            "key": name,
            "num_speakers": 1,
            "files": {
                path: {
                    "size_bytes": len(self.files[path]),
                    "md5_digest": hashlib.md5(self.files[path]).hexdigest(),
                }
                for path in (f"{folder}.onnx", f"{folder}.onnx.json")
            },
            "aliases": [],
        }
        catalogue[name]["files"][f"{folder}.onnx"].update(listed)
        self.files["voices.json"] = json.dumps(catalogue).encode()


class Sending(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def do_GET(self):
        path = self.path.removeprefix("/main/")
        asked = self.headers["Range"]
        self.server.asked.append((path.rpartition("/")[2], asked))
        if path in self.server.redirects:
            self.send_response(302)
            self.send_header("Location", self.server.redirects[path])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        content = self.server.files.get(path)
        if content is None:
            self.send_error(404)
            return
        begin = 0
        if asked and self.server.knows_ranges:
            begin = int(asked.removeprefix("bytes=").removesuffix("-"))
            if begin >= len(content):
                self.send_error(416)
                return
        self.send_response(206 if begin else 200)
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - begin))
        self.end_headers()
        sent = content[begin:]
        if path.endswith(".onnx") and self.server.cuts:
            sent = sent[: self.server.cuts.pop(0)]
            self.close_connection = True
        self.wfile.write(sent)


@contextmanager
def serving():
    server = VoiceServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
