/** Where recordings are found, without the schemas that stand beside it: pages in the browser need these few words and nothing of what checks requests. */

/** Whoever has a share link sends its key, from behind the `#`, under this header with every call about the recording. */
export const recordingKeyHeader = 'x-recording-key';
/** Pages: `/recordings`, `/recordings/{id}`, `/recordings/{id}#key=...`. */
export const recordingsPagePath = '/recordings';
/** Media: GET; a watch token follows, then `playlist.m3u8`, `chunk-{sequence}.mp4` and so on. */
export const watchPath = '/recordings/v1/';
