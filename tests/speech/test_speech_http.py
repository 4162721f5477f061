"""Servers that speak: asked once, in bounds of time and size, and told the key they are owed."""

import io
import json
import sys

import msgspec
import numpy as np
import pytest
import soundfile
from hostile_program import RATE_HZ, tone, wav
from stub_server import PATH, serving

from audioguide.errors import EngineError
from audioguide.speech.crew import Crew
from audioguide.speech.engines import http
from audioguide.speech.engines.contract import FinalError
from audioguide.speech.engines.exchange import is_of_this_machine, post
from audioguide.speech.engines.http import HttpEngine, Server
from audioguide.speech.engines.sound_file import read_any
from audioguide.speech.engines.table import Engines
from audioguide.speech.keys import Keys
from audioguide.speech.patience import Patience
from audioguide.speech.speak import Speaker, SpeechError

KEY = "sk-open-sesame-0815"
LINE = "Breathe in, and out."
SOUND = wav(tone(LINE))


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(http, "FIRST_WAIT_SECONDS", 0.01)
    with serving() as one:
        yield one


@pytest.fixture
def engine(server):
    def make(**settings):
        return HttpEngine({"stub": {"address": server.address, "key": KEY, **settings}})

    return make


@pytest.fixture
def line(say):
    def make(text=LINE, **more):
        return say(text, **{"engine": "http", "name": "stub", **more})

    return make


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, r"engines\.http\.kokoro: .*`address`"),
        ({"address": "127.0.0.1:8880"}, r"engines\.http\.kokoro\.address: it has to begin with"),
        ({"address": "ftp://a.org/v1"}, r"kokoro\.address: it has to begin with http"),
        ({"address": "file:///etc/passwd"}, r"kokoro\.address: it has to begin with http"),
        ({"address": "http:///v1"}, r"kokoro\.address: it has to begin with .* and a host"),
        ({"address": "http://a:port/v1"}, r"kokoro\.address: it is no address"),
        ({"address": f"http://me:{KEY}@a.org/v1"}, r"kokoro\.address: a name, a key"),
        ({"address": f"http://a.org/v1?key={KEY}"}, r"kokoro\.address: a name, a key"),
        ({"address": "http://a.org/v 1"}, r"kokoro\.address: it has signs"),
        ({"address": "http://a.org", "key": f"{KEY}\r\nX: y"}, r"kokoro\.key: it has signs"),
        ({"address": "http://a.org", "key": ""}, r"kokoro\.key: it has signs"),
        ({"address": "http://a.org", "key": KEY, "key_variable": "K"}, r"kokoro\.key: it stands"),
        ({"address": "http://a.org", "key": [KEY]}, r"engines\.http\.kokoro\.key: Expected `str"),
        ({"address": "http://a.org", "rate": 1000}, r"kokoro\.rate: Expected `int` <= 400"),
        ({"address": "http://a.org", "timeout": -1.0}, r"kokoro\.timeout: "),
        ({"address": "http://a.org", "speed": 1}, r"kokoro: .*`speed`"),
    ],
)
def test_nonsense_is_refused_by_its_key_and_never_shown(settings, told):
    with pytest.raises(EngineError, match=told) as caught:
        HttpEngine({"kokoro": settings})
    assert KEY not in str(caught.value)


def test_without_a_server_the_engine_says_what_to_do():
    missing = HttpEngine({}).missing()
    assert "no server is configured" in missing.reason
    assert "engines: {http" in missing.remedy


def test_a_line_is_asked_for_as_the_api_has_it(server, engine, line):
    engine(model="kokoro", voice="af_bella").synthesize(line(rate_wpm=120))
    ((path, headers, question),) = server.asked
    assert path == PATH
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert headers["Content-Type"] == "application/json"
    assert question == {
        "model": "kokoro",
        "input": LINE,
        "voice": "af_bella",
        "response_format": "wav",
        "speed": 0.75,
    }


def test_without_a_key_none_is_sent(server, line):
    HttpEngine({"stub": {"address": f"{server.address}/"}}).synthesize(line())
    ((path, headers, _),) = server.asked
    assert path == PATH
    assert "Authorization" not in headers


def test_a_server_has_more_voices_than_the_configured_one(server, engine, line):
    one = engine(voice="alloy", model="m")
    found = one.find("STUB/af_bella+af_sky", None)
    assert (found.name, found.id) == ("stub/af_bella+af_sky", "http:stub/af_bella+af_sky")
    assert one.find("stub/", None) is None
    assert one.near("stubb/af_bella") == ("stub",)
    one.synthesize(line(name=found.name))
    assert server.asked[0][2]["voice"] == "af_bella+af_sky"


@pytest.mark.parametrize(
    ("rate", "slowest", "fastest"), [(160, 80, 400), (400, 100, 400), (80, 80, 320)]
)
def test_rates_are_those_of_the_speeds_that_there_are(engine, rate, slowest, fastest):
    can = engine(rate=rate).abilities("stub")
    assert (can.slowest_wpm, can.fastest_wpm, can.pitch) == (slowest, fastest, False)


def test_a_speed_is_within_what_servers_take(server, engine, line):
    for rate_wpm in (10, 1000):
        engine().synthesize(line(rate_wpm=rate_wpm))
    assert [question["speed"] for _, _, question in server.asked] == [0.25, 4.0]


def test_a_key_may_stand_in_the_environment(server, line, monkeypatch):
    settings = {"stub": {"address": server.address, "key_variable": "STUB_KEY"}}
    monkeypatch.delenv("STUB_KEY", raising=False)
    with pytest.raises(EngineError, match=r"key_variable: .* STUB_KEY holds no key"):
        HttpEngine(settings).find("stub", None)
    with pytest.raises(EngineError, match="STUB_KEY holds no key"):
        HttpEngine(settings).synthesize(line())
    assert server.asked == []
    (trouble,) = HttpEngine(settings).troubles()
    assert trouble.reason == "http:stub: the environment variable STUB_KEY holds no key"
    monkeypatch.setenv("STUB_KEY", KEY)
    assert HttpEngine(settings).troubles() == ()
    HttpEngine(settings).synthesize(line())
    assert server.asked[0][1]["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_redirected(server, engine, line, status):
    with serving() as elsewhere:
        server.answers = [(status, {"Location": f"{elsewhere.address}/audio/speech"}, b"")]
        with pytest.raises(FinalError, match=f"it answered {status} .*points elsewhere"):
            engine().synthesize(line())
        assert elsewhere.asked == []
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_server_is_asked_again(server, engine, line, status):
    server.answers = [(status, {}, b"{}"), (status, {"Retry-After": "0"}, b"")]
    assert len(engine().synthesize(line()).pcm) > 1000
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_final(server, line, tmp_path, status):
    engines = Engines({"http": {"stub": {"address": server.address, "key": KEY}}})
    server.answers = [(status, {}, b'{"detail": "not so"}')]
    told = pytest.raises(SpeechError, match=f"it answered {status} .*: not so")
    with Speaker(cache_folder=tmp_path, n_workers=1, engines=engines) as speaker, told:
        speaker.speak([line()])
    assert len(server.asked) == 1


def test_a_server_that_stays_busy_is_given_up(server, engine, line):
    server.answers = [(503, {}, b"still loading")] * 9
    with pytest.raises(FinalError, match="it answered 503 Service Unavailable: still loading"):
        engine().synthesize(line())
    assert len(server.asked) == 5


@pytest.mark.parametrize("asked", ["3600", "Fri, 01 Jan 2100 00:00:00 GMT", "9" * 50])
def test_a_server_that_wants_a_long_time_is_given_up(server, engine, line, asked):
    server.answers = [(429, {"Retry-After": asked}, b"too many")]
    with pytest.raises(FinalError, match="429 Too Many Requests: too many"):
        engine().synthesize(line())
    assert len(server.asked) == 1


@pytest.mark.parametrize("asked", ["", "soon", "-3", "Thu, 01 Jan 1970 00:00:00 GMT", "²"])
def test_a_wait_that_makes_no_sense_is_as_good_as_none(server, engine, line, asked):
    header = {"Retry-After": asked} if asked.isascii() else {}
    server.answers = [(429, header, b"")]
    assert len(engine().synthesize(line()).pcm) > 1000


def test_waiting_ends_with_the_time_that_there_is(server, engine, line):
    server.answers = [(503, {"Retry-After": "5"}, b"busy")] * 3
    with pytest.raises(FinalError, match="503"):
        engine(timeout=2.0).synthesize(line())
    assert len(server.asked) == 1


@pytest.mark.parametrize("manner", ["hang", "drip"])
def test_the_time_is_that_of_the_whole_answer(server, engine, line, manner):
    with pytest.raises(FinalError, match=r"no whole answer within 0\.3 s"):
        engine(timeout=0.3).synthesize(line(f"{manner} on"))


def test_an_answer_is_no_larger_than_sound_can_be(server, engine, line, monkeypatch):
    monkeypatch.setattr(http, "MOST_BYTES", 1 << 20)
    server.answers = [(200, {}, bytes(3 << 20))]
    with pytest.raises(FinalError, match="its answer is over 1 MiB"):
        engine().synthesize(line())


def chunked(body, *, is_whole=True):
    blocks = [body[start : start + 4096] for start in range(0, len(body), 4096)]
    sent = b"".join(b"%x\r\n%s\r\n" % (len(block), block) for block in blocks)
    return sent + (b"0\r\n\r\n" if is_whole else b"")


CHUNKED = {"Transfer-Encoding": "chunked", "Content-Length": None}


@pytest.mark.parametrize("n_bytes", [0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFFFFF - 36])
def test_a_streamed_wav_need_not_know_its_length(server, engine, line, n_bytes):
    whole = engine().synthesize(line())
    streamed = wav(tone(LINE, 140), n_bytes=n_bytes)
    server.answers = [(200, CHUNKED, chunked(streamed))]
    assert np.array_equal(engine().synthesize(line()).pcm, whole.pcm)
    server.answers = [(200, {}, streamed)]
    assert np.array_equal(engine().synthesize(line()).pcm, whole.pcm)


def test_a_stream_that_breaks_off_is_no_sound(server, engine, line):
    sent = chunked(wav(tone(LINE), n_bytes=0xFFFFFFFF), is_whole=False)
    server.answers = [(200, {**CHUNKED, "Connection": "close"}, sent)]
    with pytest.raises(FinalError, match="makes no sense"):
        engine().synthesize(line())


def test_a_length_that_is_not_told_has_to_stand_in_the_file(server, engine, line):
    ends = {"Content-Length": None, "Connection": "close"}
    server.answers = [(200, ends, SOUND)]
    assert len(engine().synthesize(line()).pcm) > 1000
    for n_bytes in (0xFFFFFFFF, len(SOUND)):
        server.answers = [(200, ends, wav(tone(LINE), n_bytes=n_bytes))]
        with pytest.raises(EngineError):
            engine().synthesize(line())


def packed(form, subtype=None):
    pcm = np.frombuffer(tone(LINE), "<i2")
    stream = io.BytesIO()
    soundfile.write(stream, pcm, RATE_HZ, format=form, subtype=subtype)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["FLAC", "MP3", "AIFF", "OGG"])
def test_a_server_that_sends_another_format_is_understood(server, engine, line, form):
    server.answers = [(200, {}, packed(form))]
    raw = engine().synthesize(line())
    assert raw.rate_hz == RATE_HZ
    assert len(raw.pcm) == pytest.approx(len(tone(LINE)) / 2, abs=2500)


@pytest.mark.parametrize("form", ["FLAC", "AIFF"])
def test_half_of_another_format_is_no_sound(form):
    content = packed(form)
    with pytest.raises(EngineError):
        read_any(content[: len(content) // 2], is_streamed=True)


@pytest.mark.parametrize("body", [b"<html>no</html>", b'{"error": "no"}', b"\x00" * 99])
def test_what_is_no_sound_is_told(server, engine, line, body):
    server.answers = [(200, {}, body)]
    with pytest.raises(EngineError, match="it answered 200 OK"):
        engine().synthesize(line())


ECHO = f"Incorrect API key {KEY} provided. "


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"error": {"message": ECHO}}),
        json.dumps({"error": ECHO}),
        json.dumps({"detail": [ECHO]}),
        ECHO * 50,
        "x" * 190 + ECHO,
    ],
)
@pytest.mark.parametrize("status", [401, 200])
def test_the_key_is_never_told(server, engine, line, body, status):
    server.answers = [(status, {}, body.encode())]
    with pytest.raises(EngineError) as caught:
        engine().synthesize(line())
    assert KEY[:8] not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_what_a_server_says_is_printable(server, engine, line):
    server.answers = [(400, {}, b"\x1b[31mred\x00\nlines")]
    with pytest.raises(EngineError, match=r"400 Bad Request: \?\[31mred\? lines$"):
        engine().synthesize(line())


def test_the_key_is_in_no_name_of_a_clip_and_in_nothing_shown(engine, line):
    settings = {"http": {"stub": {"address": "http://a.org/v1", "key": KEY}}}
    other = {"http": {"stub": {"address": "http://a.org/v1", "key": "another"}}}
    engines = Engines(settings)
    assert Keys(engines).clip(line()) == Keys(Engines(other)).clip(line())
    shown = [
        repr(engines.setup("http")),
        repr(msgspec.convert(settings["http"]["stub"], Server)),
        repr(engines.engine("http")),
        str(engines.engine("http").voices()),
        str(Keys(engines).ingredients(line())),
    ]
    assert all(KEY not in one for one in shown)


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("kokoro.localhost", True),
        ("192.168.0.1", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_which_hosts_are_this_machine(host, is_ours):
    assert is_of_this_machine(host) == is_ours


def test_a_proxy_hears_nothing_of_what_goes_to_this_machine(server, engine, line, monkeypatch):
    with serving() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.address)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        engine().synthesize(line())
        assert proxy.asked == []
    assert len(server.asked) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system says who the proxy is")
def test_a_proxy_of_the_environment_is_used_for_others(monkeypatch):
    with serving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.address.removesuffix("/v1"))
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        proxy.answers = [(418, {}, b"")]
        address = "http://speech.invalid/v1/audio/speech"
        reply = post(address, b"{}", {}, timeout_seconds=30, most_bytes=99)
        assert (reply.status, proxy.asked[0][0]) == (418, address)


def test_a_cue_is_asked_for_in_a_sentence_and_has_the_time_for_two(server, line, tmp_path):
    engines = Engines({"http": {"stub": {"address": server.address, "timeout": 7.0}}})
    jobs = []
    submit = Crew.submit

    class Listening(Crew):
        def submit(self, job):
            jobs.append(job)
            return submit(self, job)

    with Speaker(cache_folder=tmp_path, n_workers=1, engines=engines) as speaker:
        speaker._crew = Listening(1, patience=Patience())
        speaker.speak([line("Inhale.")])
    assert {job.engine_seconds for job in jobs} == {14.0}
    asked = [question["input"] for _, _, question in server.asked]
    # The stub's tone has no pause to cut at, so the cue is asked for alone as well.
    assert asked[1:] == ["And now we are going on, Inhale.", "Inhale."]


def test_a_server_that_is_not_there_is_named(line):
    with serving() as gone:
        address = gone.address
    with pytest.raises(FinalError, match=r"^127\.0\.0\.1:\d+: no connection: "):
        HttpEngine({"stub": {"address": address}}).synthesize(line())
