/** Names of people and meetings: one line of text that shows what it says. The same rule for browser and server. */

export type OneLineText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: 'missing' | 'tooLong' | 'notPlainText' };

/** Marks that turn the direction of the text around them: with them, a name can pose as another. */
const bidirectionalControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const notPlain = /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029]/u;
/** What has no shape at all; a name of nothing else would look empty. */
const shapeless = /^[\p{Cf}\p{Z}\p{M}\u115f\u1160\u3164\uffa0]*$/u;

/** Strips direction marks, brings the text to NFC, trims it; `maxLength` counts code points of what remains. Never throws. */
export function oneLineText(typed: string, maxLength: number): OneLineText {
  const text = typed.replace(bidirectionalControls, '').normalize('NFC').trim();
  if (notPlain.test(text)) return { ok: false, fault: 'notPlainText' };
  if (shapeless.test(text)) return { ok: false, fault: 'missing' };
  if ([...text].length > maxLength) return { ok: false, fault: 'tooLong' };
  return { ok: true, text };
}
