/** What may stand in a message: plain text of several lines, as long as people count 500 characters. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';

/** Everything that controls a terminal or a device; tabs and line ends are text. */
const controls = /[^\P{Cc}\t\n]/gu;
/** A blank line can end in one way only: no text makes this try twice. */
const blankLinesInFront = /^(?:[^\S\n]*\n)+/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Answers the text as it is kept: well-formed, line ends as `\n`, without control characters and without empty lines around it. Throws
 * `message_empty`, `message_too_long`.
 */
export function parseMessageText(
  typed: string,
  { mayBeEmpty = false }: { readonly mayBeEmpty?: boolean } = {},
): string {
  const text = typed
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(controls, '')
    .trimEnd()
    .replace(blankLinesInFront, '');
  if (text === '' && !mayBeEmpty) throw new VecheError('message_empty', { field: 'text' });
  if (isTooLong(text)) throw new VecheError('message_too_long', { field: 'text' });
  return text;
}

function isTooLong(text: string): boolean {
  // No grapheme is shorter than one unit: hardly any message has to be counted.
  if (text.length <= limits.chatTextMaxGraphemes) return false;
  if (Buffer.byteLength(text) > limits.chatTextMaxBytes) return true;
  let count = 0;
  for (const _grapheme of graphemes.segment(text)) {
    count += 1;
    if (count > limits.chatTextMaxGraphemes) return true;
  }
  return false;
}
