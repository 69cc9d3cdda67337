/** The chat of a recording as files: text for people, WebVTT for players. What people wrote can't become part of the form. */
import type { TimedMessage } from '@veche/contracts/rest/recordings.ts';

/** So long a message stands under the picture. */
const shownMs = 6_000;

/** A line for each message; further lines of it are indented, so that nobody can write one that looks like somebody else's. */
export function chatAsText(recordingName: string, messages: readonly TimedMessage[]): string {
  const lines = messages.map(({ atMs, name, text, fileName }) => {
    const file = fileName === null ? [] : [`[${fileName}]`];
    const words = text === '' ? [] : [text.replaceAll('\n', '\n    ')];
    return `${clockTime(atMs).slice(0, 8)} ${name}: ${[...file, ...words].join(' ')}\n`;
  });
  return `${recordingName}\n\n${lines.join('')}`;
}

/** W3C WebVTT: a cue for each message, in order. */
export function chatAsWebVtt(messages: readonly TimedMessage[]): string {
  const cues = messages.map(({ atMs, name, text, fileName }) => {
    const words = [fileName ?? '', text].filter((part) => part !== '').join(' ');
    return `${clockTime(atMs)} --> ${clockTime(atMs + shownMs)}\n<v ${annotation(name)}>${cueText(`${name}: ${words}`)}\n\n`;
  });
  return `WEBVTT\n\n${cues.join('')}`;
}

/** An empty line would end the cue. A `-->` can't stand in it once `>` is escaped. */
function cueText(text: string): string {
  return escaped(text).replace(/[\r\n\u2028\u2029]+/g, '\n');
}

/** Of one line. The `>` behind it must not make an arrow of a name that ends with `--`. */
const annotation = (name: string): string =>
  escaped(name)
    .replace(/[\r\n\u2028\u2029]+/g, ' ')
    .replace(/-$/, '- ');

const escaped = (text: string): string =>
  text.replaceAll('\0', '\ufffd').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** `00:00:00.000`, with more digits for the hours where they are needed. */
function clockTime(atMs: number): string {
  const wholeMs = Math.round(atMs);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const [hours, minutes, seconds] = [wholeMs / 3_600_000, (wholeMs / 60_000) % 60, (wholeMs / 1_000) % 60];
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${String(wholeMs % 1_000).padStart(3, '0')}`;
}
