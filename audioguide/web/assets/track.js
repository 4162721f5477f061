// What is where on a track. Times are milliseconds.

// The last of a list that has begun, by its `start_ms`; -1 before the first.
export function indexAt(list, ms) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].start_ms <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// The version is part of the address, so that no cache answers with the track of yesterday, and
// `audioguide share` not with that of tomorrow. [twin: the version that is asked for, in app.py]
export function address(track, path) {
  return `${path}?v=${track.version}`;
}

export function pictureAt(track, ms) {
  const chapter = track.chapters[indexAt(track.chapters, ms)];
  return chapter?.picture ?? track.cover;
}

// Where "previous" leads: to the start of this chapter, or of the one before just after it.
const JUST_BEGUN_MS = 3000;

export function previousChapter(track, ms) {
  const index = indexAt(track.chapters, ms);
  if (index < 0) return null;
  const chapter = track.chapters[index];
  return index > 0 && ms - chapter.start_ms < JUST_BEGUN_MS ? track.chapters[index - 1] : chapter;
}

export function nextChapter(track, ms) {
  return track.chapters[indexAt(track.chapters, ms) + 1] ?? null;
}
