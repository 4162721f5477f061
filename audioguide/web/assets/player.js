// One track at a time: its sound, its lines, and where it is. Says `change` whenever any of that is
// another, and `close` when there is no track any more.

import { address, nextChapter, previousChapter } from "./track.js";

const STEP_MS = 15000;
const PATIENCE_MS = 10000;

export class Player extends EventTarget {
  constructor() {
    super();
    this.track = null;
    this.lines = [];
    this.failed = false;
    this.audio = document.createElement("audio");
    this.audio.id = "sound";
    document.body.append(this.audio);
    const loading = ["loadedmetadata", "loadeddata", "canplay"];
    const playing = ["play", "pause", "ended", "timeupdate", "seeking", "seeked"];
    for (const name of [...loading, ...playing]) {
      this.audio.addEventListener(name, () => this.#changed());
    }
    this.audio.addEventListener("loadedmetadata", () => this.#begin());
    this.audio.addEventListener("error", () => this.#fail());
    this.#watchStalls();
  }

  // A moment to begin at is kept until the sound is there to be moved.
  open(track, startMs = 0) {
    this.close();
    this.track = track;
    this.startMs = startMs;
    this.#load();
  }

  close() {
    this.audio.pause();
    // With the track still there: it stands where it stood, and plays no more.
    this.#changed();
    this.audio.removeAttribute("src");
    this.audio.replaceChildren();
    this.audio.load();
    this.track = null;
    this.lines = [];
    this.failed = false;
    this.dispatchEvent(new Event("close"));
  }

  // What is not there any more may have been made anew: then the page is read anew, too.
  async retry() {
    if (await this.#isOutdated()) {
      location.reload();
      return;
    }
    this.startMs = this.positionMs;
    this.#load();
    this.play();
  }

  // Where a host sends no parts of files, a browser has nothing that could be sought. It is not
  // believed before it has some sound.
  get canSeek() {
    const { readyState, seekable } = this.audio;
    if (readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return true;
    return seekable.length > 0 && seekable.end(seekable.length - 1) > 0;
  }

  get isPlaying() {
    return this.track !== null && !this.audio.paused && !this.audio.ended;
  }

  get positionMs() {
    return this.startMs ?? this.audio.currentTime * 1000;
  }

  async play() {
    try {
      await this.audio.play();
    } catch (trouble) {
      // Another call has stopped it, or the browser wants a tap first: the button still says play.
      if (trouble.name !== "AbortError" && trouble.name !== "NotAllowedError") this.#fail();
    }
    this.#changed();
  }

  pause() {
    this.audio.pause();
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  seek(ms) {
    // It would begin anew instead.
    if (!this.canSeek) return;
    const target = Math.min(Math.max(ms, 0), this.track.length_ms);
    if (this.audio.readyState === HTMLMediaElement.HAVE_NOTHING) this.startMs = target;
    else this.audio.currentTime = target / 1000;
    this.#changed();
  }

  back() {
    this.seek(this.positionMs - STEP_MS);
  }

  forward() {
    this.seek(this.positionMs + STEP_MS);
  }

  previous() {
    const chapter = previousChapter(this.track, this.positionMs);
    this.seek(chapter ? chapter.start_ms : 0);
  }

  next() {
    const chapter = nextChapter(this.track, this.positionMs);
    if (chapter) this.seek(chapter.start_ms);
  }

  async #isOutdated() {
    const { key, version } = this.track;
    try {
      const { tracks } = await (await fetch("programme.json", { cache: "no-cache" })).json();
      return tracks.find((one) => one.key === key)?.version !== version;
    } catch {
      return false;
    }
  }

  #load() {
    this.failed = false;
    const words = document.createElement("track");
    words.kind = "metadata";
    words.src = address(this.track, this.track.words);
    words.addEventListener("load", () => this.#takeLines(words.track));
    words.track.addEventListener("cuechange", () => this.#changed());
    this.audio.preload = "metadata";
    this.audio.replaceChildren(words);
    // A track that nobody shows is read only when it is hidden on purpose.
    words.track.mode = "hidden";
    this.audio.src = address(this.track, this.track.audio);
    this.#changed();
  }

  #takeLines(track) {
    this.lines = Array.from(track.cues, (cue) => ({
      start_ms: Math.round(cue.startTime * 1000),
      text: cue.getCueAsHTML().textContent,
    }));
    this.#changed();
  }

  #begin() {
    if (this.startMs) this.audio.currentTime = this.startMs / 1000;
    this.startMs = null;
    this.#changed();
  }

  // A browser may wait for minutes before it says that nobody answers any more. What comes late is
  // played all the same.
  #watchStalls() {
    let patience;
    this.audio.addEventListener("waiting", () => {
      clearTimeout(patience);
      patience = setTimeout(() => this.isPlaying && this.#fail(), PATIENCE_MS);
    });
    for (const name of ["playing", "pause", "emptied"]) {
      this.audio.addEventListener(name, () => clearTimeout(patience));
    }
    this.audio.addEventListener("playing", () => (this.failed = false));
  }

  #fail() {
    // Taking the address away when a track is closed is an error too, and nobody's trouble.
    if (this.track === null || !this.audio.hasAttribute("src")) return;
    this.failed = true;
    this.#changed();
  }

  #changed() {
    if (this.track !== null) this.dispatchEvent(new Event("change"));
  }
}
