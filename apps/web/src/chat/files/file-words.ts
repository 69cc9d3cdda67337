/** Sizes and times of files in words, and names as they may be shown. */
import type { Language } from '@veche/contracts/errors.ts';
import type { Translate } from '../../i18n/use-words.ts';

const units = ['size.bytes', 'size.kilobytes', 'size.megabytes', 'size.gigabytes'] as const;

/** The largest unit of which there is at least one. */
function unitOf(bytes: number): number {
  let unit = 0;
  // What would be shown as 1024 of one is 1 of the next.
  while (unit < units.length - 1 && Math.round(bytes / 1024 ** unit) >= 1024) unit += 1;
  return unit;
}

function inUnit(bytes: number, unit: number, language: Language): string {
  const value = bytes / 1024 ** unit;
  const maximumFractionDigits = unit > 0 && value < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, { maximumFractionDigits }).format(value);
}

/** As "1.5 MB". */
export function sizeWords(bytes: number, t: Translate, language: Language): string {
  const unit = unitOf(bytes);
  return t(units[unit] ?? 'size.bytes', { size: inUnit(bytes, unit, language) });
}

/** As "34 of 300 MB". */
export function sentWords(sentBytes: number, sizeBytes: number, t: Translate, language: Language): string {
  const sent = inUnit(sentBytes, unitOf(sizeBytes), language);
  return t('chat.upload.of', { sent, size: sizeWords(sizeBytes, t, language) });
}

/** As "12 s left"; `seconds` whole. */
export function leftWords(seconds: number, t: Translate): string {
  if (seconds < 60) return t('chat.upload.secondsLeft', { count: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t('chat.upload.minutesLeft', { count: minutes });
  return t('chat.upload.hoursLeft', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** Controls, and marks that turn the direction of writing: with them a name could pretend to end otherwise than it does. */
const deceiving = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** For the screen only: whoever downloads gets the name as it was sent. */
export const shownName = (name: string): string => name.replace(deceiving, '');

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cut in the middle, so that the ending stays in sight. */
export function shortName(name: string, most = 36): string {
  const all = Array.from(letters.segment(shownName(name)), ({ segment }) => segment);
  if (all.length <= most) return all.join('');
  const tail = Math.floor(most / 3);
  return `${all.slice(0, most - tail - 1).join('')}…${all.slice(-tail).join('')}`;
}
