/** The part of hls.js without subtitles, other sounds and encryption, none of which a recording has; it comes without types of its own. */
declare module 'hls.js/light' {
  export * from 'hls.js';
  export { default } from 'hls.js';
}
