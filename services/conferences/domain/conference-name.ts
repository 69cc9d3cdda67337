/** A meeting's name: free text on one line, shown in invitations and calendars. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { oneLineText } from '@veche/contracts/one-line-text.ts';

const faults = { missing: 'name_missing', tooLong: 'name_too_long', notPlainText: 'invalid_request' } as const;

/** Answers the name as it is kept. Throws `name_missing`, `name_too_long`, `invalid_request`. */
export function parseConferenceName(typed: string): string {
  const name = oneLineText(typed, limits.conferenceNameMaxLength);
  if (name.ok) return name.text;
  throw new VecheError(faults[name.fault], { field: 'name' });
}

/** The same rule for a participant's name; nothing typed means the account's name, if there is one. */
export function parseParticipantName(typed: string, accountName: string | undefined): string {
  const name = oneLineText(typed, limits.participantNameMaxLength);
  if (name.ok) return name.text;
  if (name.fault === 'missing' && accountName !== undefined) return accountName;
  throw new VecheError(faults[name.fault], { field: 'name' });
}
