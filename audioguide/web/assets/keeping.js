// The buttons that keep a track on this device, or remove it.

import { forget, isKept, isPossible, keep } from "./kept.js";
import { rowOf } from "./list.js";
import { percent, say } from "./words.js";

const at = (id) => document.getElementById(id);

export class Keeping {
  // All tracks that may be kept, in each version that is in use.
  constructor(tracks) {
    this.tracks = tracks;
    this.track = null;
    this.loads = new Map();
    at("keep").addEventListener("click", () => this.#keep(this.track));
    at("keep-stop").addEventListener("click", () => this.loads.get(this.track.key)?.abort());
    at("forget").addEventListener("click", () => this.#forget(this.track));
  }

  async open(track) {
    this.track = track;
    this.#say("");
    await this.#show();
  }

  async #show() {
    const { track } = this;
    const isLoading = this.loads.has(track.key);
    const isHere = await isKept(track);
    if (track !== this.track) return;
    at("keep").hidden = !isPossible || isHere || isLoading;
    at("keep-stop").hidden = !isLoading;
    at("forget").hidden = !isHere;
    if (isHere) this.#say(say("kept"));
    rowOf(track)?.querySelector(".kept").toggleAttribute("hidden", !isHere);
  }

  async #keep(track) {
    const load = new AbortController();
    this.loads.set(track.key, load);
    const ofThis = (text) => track === this.track && this.#say(text);
    const done = this.#load(track, load.signal, ofThis);
    await this.#show();
    at("keep-stop").focus();
    const trouble = await done;
    this.loads.delete(track.key);
    ofThis(trouble);
    await this.#show();
    (at("forget").hidden ? at("keep") : at("forget")).focus();
  }

  // What there is to say in the end.
  async #load(track, signal, tell) {
    try {
      let told = -1;
      await keep(track, {
        signal,
        // A tenth at a time, since each is read out.
        onShare: (share) => {
          const tenth = Math.floor(share * 10) / 10;
          if (tenth > told) tell(say("keeping", { percent: percent((told = tenth)) }));
        },
      });
      return "";
    } catch (trouble) {
      if (trouble.name === "AbortError") return "";
      return say(trouble.name === "QuotaExceededError" ? "no_room" : "not_loaded");
    }
  }

  async #forget(track) {
    await forget(track, this.tracks);
    this.#say("");
    await this.#show();
    at("keep").focus();
  }

  #say(text) {
    at("keep-state").textContent = text;
  }
}
