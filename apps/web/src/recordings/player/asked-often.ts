/** A list of chunks is asked for so often while it grows; hls.js itself would wait for as long as the longest chunk, and the viewer fall behind. */
const askEveryS = 5;

/** The playlist with its chunks called shorter than they are: hls.js takes from that how often it asks again. */
export const askedOften = (playlist: string): string =>
  playlist.replace(/^#EXT-X-TARGETDURATION:(\d+)/mu, (line, seconds: string) =>
    Number(seconds) > askEveryS ? `#EXT-X-TARGETDURATION:${askEveryS}` : line,
  );
