// What is seen of the player, and its buttons. All text of others is set as text.

import { indexAt, pictureAt } from "./track.js";
import { clock, label, say, spokenTime } from "./words.js";

const at = (id) => document.getElementById(id);

export class PlayerView {
  constructor(player) {
    this.player = player;
    this.isDragging = false;
    player.addEventListener("change", () => this.#show());
    for (const name of ["back", "forward", "previous", "next"]) {
      at(name).addEventListener("click", () => player[name]());
    }
    at("play").addEventListener("click", () => player.toggle());
    at("retry").addEventListener("click", () => player.retry());
    at("restart").addEventListener("click", () => {
      player.seek(0);
      at("resumed").hidden = true;
      at("play").focus();
    });
    this.#watchSeek();
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  open(track, resumedMs) {
    for (const id of ["title", "chapter", "lines", "chapters"]) at(id).lang = track.language;
    at("title").textContent = track.title;
    at("seek").max = Math.max(1, Math.round(track.length_ms / 1000));
    at("resumed").hidden = !resumedMs;
    at("resumed-at").textContent = resumedMs ? say("continued", { time: clock(resumedMs) }) : "";
    at("chapters").replaceChildren(...track.chapters.map((chapter) => this.#row(chapter)));
    const inside = track.chapters.filter((chapter) => chapter.start_ms > 0);
    at("marks").replaceChildren(...inside.map((chapter) => mark(chapter, track)));
    for (const id of ["chapters-part", "previous", "next"]) at(id).hidden = !track.chapters.length;
    this.#show();
  }

  #row(chapter) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(
      picture(chapter),
      text("span", "title", chapter.title),
      text("span", "time", clock(chapter.start_ms)),
    );
    button.addEventListener("click", () => {
      this.player.seek(chapter.start_ms);
      this.player.play();
      // Back to where its picture and words are.
      scrollTo(0, 0);
      at("play").focus({ preventScroll: true });
    });
    const row = document.createElement("li");
    row.append(button);
    return row;
  }

  #show() {
    const { player } = this;
    const { track } = player;
    if (!track) return;
    const ms = player.positionMs;
    at("player").classList.toggle("playing", player.isPlaying);
    label(at("play"), player.isPlaying ? "pause" : "play");
    at("trouble").hidden = !player.failed;
    at("no-parts").hidden = player.canSeek;
    if (player.isPlaying || !player.canSeek) at("resumed").hidden = true;
    if (!this.isDragging) this.#showPosition(ms);
    this.#showChapter(track, ms);
    this.#showLines(ms);
  }

  #showPosition(ms) {
    const { track } = this.player;
    const seek = at("seek");
    seek.value = Math.round(ms / 1000);
    seek.style.setProperty("--played", `${(100 * seek.value) / seek.max}%`);
    const said = { position: spokenTime(ms), length: spokenTime(track.length_ms) };
    seek.setAttribute("aria-valuetext", say("position_of", said));
    at("passed").textContent = clock(ms);
    at("left").textContent = say("left", { time: clock(Math.max(0, track.length_ms - ms)) });
  }

  #showChapter(track, ms) {
    const index = indexAt(track.chapters, ms);
    const chapter = track.chapters[index];
    set(at("chapter"), chapter?.title ?? "");
    const shown = pictureAt(track, ms);
    const image = at("picture");
    image.hidden = !shown;
    if (shown && image.getAttribute("src") !== shown.path) image.src = shown.path;
    image.alt = shown ? shown.alt || chapter?.title || track.title : "";
    [...at("chapters").children].forEach((row, i) => {
      if (i === index) row.firstChild.setAttribute("aria-current", "true");
      else row.firstChild.removeAttribute("aria-current");
    });
  }

  // What was said last stays, since it holds until something else is said.
  #showLines(ms) {
    const { lines } = this.player;
    const index = indexAt(lines, ms);
    set(at("line-before"), lines[index - 1]?.text ?? "");
    set(at("line"), lines[index]?.text ?? "");
    set(at("line-after"), lines[index + 1]?.text ?? "");
  }

  // While somebody drags, the track stays where it is: each place on the way would be loaded.
  #watchSeek() {
    const seek = at("seek");
    seek.addEventListener("input", () => {
      this.isDragging = true;
      this.#showPosition(seek.value * 1000);
    });
    seek.addEventListener("change", () => {
      this.isDragging = false;
      this.player.seek(seek.value * 1000);
    });
    for (const name of ["pointercancel", "blur"]) {
      seek.addEventListener(name, () => (this.isDragging = false));
    }
  }

  #key(event) {
    if (at("player").hidden || event.ctrlKey || event.altKey || event.metaKey) return;
    const isOnControl = event.target.closest("button, a") !== null;
    const actions = {
      " ": () => this.player.toggle(),
      ArrowLeft: () => (event.shiftKey ? this.player.previous() : this.player.back()),
      ArrowRight: () => (event.shiftKey ? this.player.next() : this.player.forward()),
    };
    if (!(event.key in actions) || (event.key === " " && isOnControl)) return;
    event.preventDefault();
    actions[event.key]();
  }
}

function mark(chapter, track) {
  const line = document.createElement("span");
  line.style.setProperty("left", `${(100 * chapter.start_ms) / track.length_ms}%`);
  return line;
}

function picture(chapter) {
  const image = document.createElement(chapter.picture ? "img" : "span");
  image.className = "cover";
  if (chapter.picture) {
    image.src = chapter.picture.path;
    image.alt = "";
    image.loading = "lazy";
  }
  return image;
}

function text(kind, className, content) {
  const element = document.createElement(kind);
  element.className = className;
  element.dir = "auto";
  element.textContent = content;
  return element;
}

// Only what is another is set, so that a reader on that line is not thrown off it.
function set(element, content) {
  if (element.textContent !== content) element.textContent = content;
}
