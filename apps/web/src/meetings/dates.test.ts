import { describe, expect, it } from 'vitest';
import { dayAndTime, fromFields, nextHour } from './dates.ts';

const now = new Date(2026, 4, 20, 9, 30);
const iso = (year: number) => new Date(year, 10, 5, 14, 0).toISOString();

describe('day and time', () => {
  it('name the year only where it is not this one', () => {
    expect(dayAndTime(iso(2026), 'en', { now })).toMatch(/Nov 5/);
    expect(dayAndTime(iso(2026), 'en', { now })).not.toMatch(/2026/);
    expect(dayAndTime(iso(2027), 'en', { now })).toMatch(/2027/);
    expect(dayAndTime(iso(2027), 'ru', { now })).toMatch(/2027/);
  });
  it('name the zone for people elsewhere', () => {
    const words = dayAndTime(iso(2026), 'en', { now, zone: true });
    expect(words.slice(dayAndTime(iso(2026), 'en', { now }).length).trim()).not.toBe('');
  });
});

describe('a plan', () => {
  it('starts with the next full hour', () => {
    expect(nextHour(now)).toEqual(new Date(2026, 4, 20, 10, 0));
  });
  it('has no date while a field is empty', () => {
    expect(fromFields('', '10:00')).toBeUndefined();
    expect(fromFields('2026-05-20', '10:00')).toEqual(new Date(2026, 4, 20, 10, 0));
  });
});
