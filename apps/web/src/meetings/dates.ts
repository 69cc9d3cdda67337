/** Dates as people write them, and as the browser's date and time fields hold them: always the local zone. */
import type { Language } from '@veche/contracts/errors.ts';

export interface DayAndTimeOptions {
  /** With the name of the zone: for words that go to people elsewhere. */
  readonly zone?: boolean;
  readonly now?: Date;
}

/** The year is named where it is not this one. */
export function dayAndTime(iso: string, language: Language, options: DayAndTimeOptions = {}): string {
  const { zone = false, now = new Date() } = options;
  const date = new Date(iso);
  return new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
    hour: 'numeric',
    minute: '2-digit',
    ...(zone ? { timeZoneName: 'short' } : {}),
  }).format(date);
}

const two = (value: number): string => String(value).padStart(2, '0');

export const dateField = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
export const timeField = (date: Date): string => `${two(date.getHours())}:${two(date.getMinutes())}`;

/** Undefined when either field is empty or makes no date. */
export function fromFields(date: string, time: string): Date | undefined {
  const value = new Date(`${date}T${time}`);
  return date === '' || time === '' || Number.isNaN(value.getTime()) ? undefined : value;
}

/** The next full hour: what a new plan starts with. */
export function nextHour(now: Date): Date {
  const next = new Date(now);
  next.setHours(now.getHours() + 1, 0, 0, 0);
  return next;
}
