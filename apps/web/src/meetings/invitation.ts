/** The words that one sends to the people who shall come. */
import type { Language } from '@veche/contracts/errors.ts';
import { translate } from '../i18n/translate.ts';
import { dayAndTime } from './dates.ts';

export interface Invitation {
  readonly id: string;
  readonly name: string;
  readonly link: string;
  readonly password: string | null;
  /** ISO 8601; absent for a meeting that runs now. */
  readonly startsAt?: string;
}

export function invitationText({ id, name, link, password, startsAt }: Invitation, language: Language): string {
  const lines = [
    translate(language, 'invitation.title', { name }),
    ...(startsAt === undefined
      ? []
      : [translate(language, 'invitation.when', { when: dayAndTime(startsAt, language, { zone: true }) })]),
    translate(language, 'invitation.link', { link }),
    translate(language, 'invitation.id', { id }),
    ...(password === null ? [] : [translate(language, 'invitation.password', { password })]),
  ];
  return lines.join('\n');
}
