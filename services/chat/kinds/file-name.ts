/** What a file in the chat may be called, and which endings its name has in the eyes of the system that opens it. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';

/** Paths, control characters and line ends: none of them is part of a name on any system that shows one. */
const notOfNames = /[/\\\p{Cc}\u2028\u2029]/u;
/** They turn what follows around letter by letter: `photo‮gpj.scr` reads `photorcs.jpg`. Marks, embeddings and isolates don't, and stand in honest names. */
const overrides = /[\u202d\u202e]/;
/** Nothing that could be seen or clicked; `.` and `..` are among them. */
const onlyBlanksAndDots = /^[\s.\p{Default_Ignorable_Code_Point}]*$/u;

/**
 * Answers the name exactly as it was given, in whatever alphabet. Throws `file_name_invalid` when it is empty, longer than
 * `limits.chatFileNameMaxLength` code points, not well-formed UTF-16, holds a path or a control character, or reads other than it is.
 */
export function requireFileName(name: string): string {
  const isFine =
    !isTooLong(name) &&
    name.isWellFormed() &&
    !notOfNames.test(name) &&
    !overrides.test(name) &&
    !onlyBlanksAndDots.test(name);
  if (!isFine) throw new VecheError('file_name_invalid', { field: 'name' });
  return name;
}

function isTooLong(name: string): boolean {
  // No code point takes more than two units: a name of any length costs no more than this to count.
  if (name.length > 2 * limits.chatFileNameMaxLength) return true;
  return [...name].length > limits.chatFileNameMaxLength;
}

/**
 * The endings, first to last, without dots and folded for comparison; the last one decides what a double click does. As lenient as the
 * laxest system: dots and spaces at the end are dropped (Windows), invisible characters too (browsers drop them while saving), full-width
 * letters and dots count as the usual ones, and what follows a colon is a stream of the same file (NTFS). For display the name stays as it is.
 */
export function endingsOf(name: string): readonly string[] {
  const folded = name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/[\s.]+$/, '');
  return folded
    .split('.')
    .slice(1)
    .map((part) => part.split(':')[0]!.trimEnd());
}
