"""Servers that speak the way OpenAI's does: Kokoro, LocalAI and others, here or elsewhere."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from audioguide.errors import EngineError
from audioguide.speech.engines.contract import (
    Abilities,
    Engine,
    FinalError,
    Missing,
    RawSound,
    VoiceEntry,
    folded,
)
from audioguide.speech.engines.typed import (
    FASTEST_WPM,
    SLOWEST_WPM,
    ComputedVoice,
    typed_voices,
)

if TYPE_CHECKING:
    from audioguide.clip import Utterance
    from audioguide.speech.engines.exchange import Reply

NAME = "http"

FORMAT = 1
"""Raised whenever the same answer of a server becomes another sound, or it is asked otherwise."""

MOST_BYTES = 50 << 20
"""Of one answer: five minutes of stereo at 44.1 kHz, while a line is 40 s."""

SLOWEST_SPEED, FASTEST_SPEED = 0.25, 4.0
"""Source: OpenAI's reference of `POST /v1/audio/speech`."""

FIRST_WAIT_SECONDS = 0.5
"""Before the second try; each later one waits twice as long."""
MOST_WAIT_SECONDS = 30.0
"""A server that asks for more has no time for us."""
_N_TRIES = 5
_WITHOUT_KEY = "the environment variable {} holds no key"


class Server(ComputedVoice, frozen=True, kw_only=True):
    """What the configuration says of one voice; at speed 1 it speaks at `rate`."""

    address: str
    """Of the API: `http://127.0.0.1:8880/v1`."""
    model: str = "tts-1"
    voice: str = "alloy"
    """Source of both: the least that OpenAI's reference has, which other servers take too."""
    key: str | None = None
    key_variable: str | None = None
    """The environment variable that holds the key."""

    def __repr__(self) -> str:
        """Without the key."""
        return f"{type(self).__name__}({self.address!r}, model={self.model!r})"

    def abilities(self) -> Abilities:
        """Rates within the speeds that there are. What servers speak with are neural voices."""
        return Abilities(
            slowest_wpm=max(SLOWEST_WPM, math.ceil(SLOWEST_SPEED * self.rate)),
            fastest_wpm=min(FASTEST_WPM, math.floor(FASTEST_SPEED * self.rate)),
            pitch=False,
            needs_carrier=True,
        )


class HttpEngine(Engine):
    """Sends each line to a server, and to no other than the one that the user has named."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Take the servers, by the name of the voice."""
        super().__init__(settings)
        self._servers = typed_voices(settings, Server, engine=NAME)
        for name, server in self._servers.items():
            fault = _fault_of(server)
            if fault is not None:
                raise EngineError(f"engines.{NAME}.{name}.{fault}")

    def missing(self) -> Missing | None:
        """No server is configured."""
        if self._servers:
            return None
        remedy = f"add one under `engines: {{{NAME}: ...}}` of your configuration"
        return Missing("no server is configured", remedy)

    def troubles(self) -> tuple[Missing, ...]:
        """Keys that should be in the environment."""
        return tuple(
            Missing(f"{NAME}:{name}: {_WITHOUT_KEY.format(server.key_variable)}", "set it there")
            for name, server in sorted(self._servers.items())
            if server.key_variable is not None and not _can_be_key(_from_environment(server))
        )

    def voices(self) -> tuple[VoiceEntry, ...]:
        """The voice of each server; its others go by `NAME/VOICE`. No server is asked."""
        return tuple(_entry(name, server) for name, server in sorted(self._servers.items()))

    def find(self, name: str | None, language: str | None) -> VoiceEntry | None:
        """As any engine does, with the server's own name of a voice behind a slash or without.

        Raises:
            EngineError: the environment does not hold the server's key.
        """
        server_name, slash, voice = (name or "").partition("/")
        found = super().find(server_name or None, language)
        if found is None or (slash and not voice):
            return None
        server = self._servers[found.name]
        _key_of(server, found.name)
        return _entry(f"{found.name}/{voice}", server) if slash else found

    def near(self, name: str) -> tuple[str, ...]:
        """The most alike servers."""
        return super().near(name.partition("/")[0])

    def abilities(self, voice: str) -> Abilities:
        """What its server can."""
        return self._server(voice)[1].abilities()

    def fingerprint(self, utterance: Utterance) -> str:
        """Which server, model and voice, and what speed 1 is; never the key."""
        _, server, voice = self._server(utterance.voice.name)
        made_of = (server.address, server.model, voice, server.rate, server.version)
        return f"{NAME} {FORMAT}, {msgspec.json.encode(made_of).decode()}"

    def timeout_seconds(self, utterance: Utterance) -> float:
        """What the configuration allows, for all tries together."""
        return self._server(utterance.voice.name)[1].timeout

    def synthesize(self, utterance: Utterance) -> RawSound:
        """Ask the server, again where it is too busy, and read what it gave."""
        from audioguide.speech.engines.refusals import refusal_of
        from audioguide.speech.engines.sound_file import may_be_sound, read_any

        name, server, voice = self._server(utterance.voice.name)
        key = _key_of(server, name)
        speed = utterance.voice.rate_wpm / server.rate
        question = {
            "model": server.model,
            "input": utterance.text,
            "voice": voice,
            "response_format": "wav",
            "speed": round(min(max(speed, SLOWEST_SPEED), FASTEST_SPEED), 3),
        }
        try:
            reply = _answered(server, key, msgspec.json.encode(question))
        except (EngineError, UnicodeError) as trouble:
            raise FinalError(f"{_shown_host(server)}: {trouble}") from None
        if reply.content and not may_be_sound(reply.content):
            raise EngineError(f"{_shown_host(server)}: {refusal_of(reply, secret=key)}")
        return read_any(reply.content, is_streamed=reply.is_delimited)

    def _server(self, voice: str) -> tuple[str, Server, str]:
        """A voice's server by its name, and what the server calls the voice."""
        name, _, own = voice.partition("/")
        known = {folded(one): one for one in self._servers}
        if folded(name) not in known:
            raise EngineError(f'no server is configured for a voice called "{name}"')
        server = self._servers[known[folded(name)]]
        return known[folded(name)], server, own or server.voice


def _entry(name: str, server: Server) -> VoiceEntry:
    _, _, voice = name.partition("/")
    return VoiceEntry(
        engine=NAME,
        name=name,
        title=f"{voice or server.voice} of {server.model} at {_shown_host(server)}",
        languages=(server.language,) if server.language else (),
        gender=server.gender,
        abilities=server.abilities(),
    )


def _fault_of(server: Server) -> str | None:
    """The key of the configuration that makes no sense, and why; None where all do."""
    try:
        parts = urlsplit(server.address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "address: it is no address"
    if parts.scheme not in ("http", "https") or not host:
        return "address: it has to begin with http:// or https:// and a host"
    if parts.username or parts.password or parts.query or parts.fragment:
        return "address: a name, a key, ? or # cannot stand in it; there is `key`"
    if not server.address.isascii() or not server.address.isprintable() or " " in server.address:
        return "address: it has signs that no address has"
    if server.key is not None and server.key_variable is not None:
        return "key: it stands here, and in an environment variable too; one is enough"
    if server.key is not None and not _can_be_key(server.key):
        return "key: it has signs that no key has"
    return None


def _can_be_key(key: str) -> bool:
    return bool(key) and key.isascii() and key.isprintable() and " " not in key


def _key_of(server: Server, name: str) -> str | None:
    """The key that the server wants, if any.

    Raises:
        FinalError: it should be in the environment, and is not.
    """
    if server.key_variable is None:
        return server.key
    key = _from_environment(server)
    if not _can_be_key(key):
        told = _WITHOUT_KEY.format(server.key_variable)
        raise FinalError(f"engines.{NAME}.{name}.key_variable: {told}")
    return key


def _from_environment(server: Server) -> str:
    return os.environ.get(server.key_variable or "", "").strip()


def _answered(server: Server, key: str | None, question: bytes) -> Reply:
    """The answer with the sound, after as many tries as there is time for."""
    from audioguide import __version__
    from audioguide.speech.engines.exchange import post
    from audioguide.speech.engines.refusals import refusal_of, wanted_wait_seconds

    headers = {"Content-Type": "application/json", "User-Agent": f"audioguide/{__version__}"}
    if key is not None:
        headers["Authorization"] = f"Bearer {key}"
    deadline = monotonic() + server.timeout
    wait_seconds = FIRST_WAIT_SECONDS
    for n_tried in range(1, _N_TRIES + 1):
        reply = post(
            f"{server.address.rstrip('/')}/audio/speech",
            question,
            headers,
            timeout_seconds=max(0.001, deadline - monotonic()),
            most_bytes=MOST_BYTES,
        )
        if reply.status == 200:
            return reply
        asked_seconds = wanted_wait_seconds(reply)
        wait = wait_seconds if asked_seconds is None else asked_seconds
        is_busy = reply.status == 429 or 500 <= reply.status < 600
        has_time = wait <= MOST_WAIT_SECONDS and monotonic() + wait < deadline
        if not is_busy or not has_time or n_tried == _N_TRIES:
            break
        sleep(wait)
        wait_seconds *= 2
    raise EngineError(refusal_of(reply, secret=key))


def _shown_host(server: Server) -> str:
    return urlsplit(server.address).netloc
