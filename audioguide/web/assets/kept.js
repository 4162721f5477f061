// Tracks that are kept on this device. They lie in a cache that the service worker answers from.

import { address } from "./track.js";

const scope = new URL("./", document.baseURI);
const NAME = `audioguide kept ${scope.pathname}`; // [twin: KEPT in sw.js]

export const isPossible = isSecureContext && "serviceWorker" in navigator && "caches" in window;

export async function startWorker() {
  if (!isPossible) return;
  try {
    await navigator.serviceWorker.register("sw.js");
  } catch {
    // A browser may refuse to keep anything; the page works without.
  }
}

const full = (path) => new URL(path, scope).href;

const soundOf = (track) => full(address(track, track.audio));

// How a track is described that is kept, with its chapters: there is no such file on the network.
const aboutOf = (track) => besides(soundOf(track));
const besides = (sound) => sound.replace(".mp3?", ".about.json?");

function filesOf(track) {
  const pictures = [track.cover, ...track.chapters.map((chapter) => chapter.picture)];
  const paths = pictures.filter(Boolean).map((picture) => picture.path);
  return [...new Set(paths), address(track, track.words)].map(full);
}

// What a track is called whatever its version, and its number in the programme, which is another
// one when a track comes in before it. [twin: lasting_names, in feed_names.py]
const lasting = (url) => url.split("?")[0].replace(/\/tracks\/[0-9]+-/, "/tracks/");

// The sounds of other versions of a track that are kept.
async function olderSounds(cache, track) {
  const urls = (await cache.keys()).map((request) => request.url);
  const own = soundOf(track);
  return urls.filter((url) => url !== own && lasting(url) === lasting(own));
}

// A browser may refuse to keep anything, as in a private window: then nothing is kept.
async function lookedUp(look, otherwise) {
  if (!isPossible) return otherwise;
  try {
    return await look(await caches.open(NAME));
  } catch {
    return otherwise;
  }
}

export async function isKept(track) {
  return lookedUp(async (cache) => (await cache.match(soundOf(track))) !== undefined, false);
}

// Each track as it is to be played: where an older version is kept, and the new one not yet, the
// older one, since all of it is here, and its words and chapters go with its sound.
export async function asKept(tracks) {
  const playable = async (cache, track) => {
    if (await isKept(track)) return track;
    const abouts = (await olderSounds(cache, track)).map((url) => cache.match(besides(url)));
    const [about] = (await Promise.all(abouts)).filter(Boolean);
    return about ? { ...(await about.json()), key: track.key } : track;
  };
  const all = (cache) => Promise.all(tracks.map((track) => playable(cache, track)));
  return lookedUp(all, tracks);
}

// The sound comes last: where it is, all of the track is.
export async function keep(track, { signal, onShare }) {
  await navigator.storage?.persist?.();
  const cache = await caches.open(NAME);
  await Promise.all(filesOf(track).map(async (url) => cache.put(url, await loaded(url, signal))));
  await cache.put(aboutOf(track), new Response(JSON.stringify(track)));
  const url = soundOf(track);
  await cache.put(url, await counted(url, track.n_bytes, { signal, onShare }));
  const { size } = await (await cache.match(url)).blob();
  if (size !== track.n_bytes) {
    await cache.delete(url);
    throw new Error(`${size} bytes of ${track.n_bytes}`);
  }
}

// In every version, as one may have come beside the one that plays.
export async function forget(track, tracks) {
  const cache = await caches.open(NAME);
  const urls = [soundOf(track), ...(await olderSounds(cache, track))];
  await Promise.all(urls.map((url) => cache.delete(url)));
  await removeUnused(tracks);
}

// Takes out what belongs to no track that is kept, so that nothing piles up.
async function removeUnused(tracks) {
  const cache = await caches.open(NAME);
  const used = new Set();
  for (const track of tracks) {
    if (!(await isKept(track))) continue;
    [soundOf(track), aboutOf(track), ...filesOf(track)].forEach((url) => used.add(url));
  }
  for (const request of await cache.keys()) {
    if (!used.has(request.url)) await cache.delete(request);
  }
}

// A track that was kept and has been made anew since is loaded anew. The old one goes when the page
// is opened again, since it may be playing now.
export async function renew(tracks, played) {
  if (!isPossible) return;
  await removeUnused([...tracks, ...played]);
  const cache = await caches.open(NAME);
  const ignored = { signal: undefined, onShare: () => {} };
  for (const track of tracks) {
    const isOlder = (await olderSounds(cache, track)).length > 0;
    if (isOlder && !(await isKept(track))) await keep(track, ignored);
  }
}

// Past the browser's own cache: while a player loads parts of a file, Chromium may answer from there
// with a part to whoever asked for the whole.
async function loaded(url, signal) {
  const response = await fetch(url, { signal, cache: "no-store" });
  if (response.status !== 200) throw new Error(`${response.status} for ${url}`);
  return response;
}

// It goes into the cache as it comes, so that memory does not grow with the track.
async function counted(url, nBytes, { signal, onShare }) {
  const response = await loaded(url, signal);
  let nLoaded = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      nLoaded += chunk.byteLength;
      onShare(Math.min(1, nLoaded / nBytes));
      controller.enqueue(chunk);
    },
  });
  const headers = { "Content-Type": "audio/mpeg" };
  return new Response(response.body.pipeThrough(counter), { headers });
}
