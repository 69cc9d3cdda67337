/** A person's name: free text on one line. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { oneLineText } from '@veche/contracts/one-line-text.ts';

/** Answers the name as it is kept. Throws `name_missing`, `name_too_long`, `invalid_request`. */
export function parseUserName(typed: string): string {
  const name = oneLineText(typed, limits.userNameMaxLength);
  if (name.ok) return name.text;
  const code = { missing: 'name_missing', tooLong: 'name_too_long', notPlainText: 'invalid_request' } as const;
  throw new VecheError(code[name.fault], { field: 'name' });
}
