import { describe, expect, it } from 'vitest';
import { soundPacket } from '../suite/recorded-media.ts';
import { SoundRow, silentFrame } from './sound-row.ts';

const startMs = 1_790_000_000_000;
/** Of the mixer: its frames are this far from the row's own. */
const firstSlot = 70_000;

function taken(row: SoundRow, untilMs: number): string[] {
  const texts: string[] = [];
  for (let frame = row.take(untilMs); frame !== undefined; frame = row.take(untilMs)) {
    texts.push(frame.payload === silentFrame ? '-' : Buffer.from(frame.payload.subarray(1)).toString());
  }
  return texts;
}
const hear = (row: SoundRow, at: number, text: string, lateMs = 0) =>
  row.receive(soundPacket(1, firstSlot + at, startMs + (at + 1) * 20 + lateMs, text));

describe('the row of sound', () => {
  it('is unbroken: what was never sent is silence, and time passes in it', () => {
    const row = new SoundRow(startMs);
    for (const at of [0, 1, 2, 7, 8]) hear(row, at, `${at}`);
    expect(taken(row, startMs + 200)).toEqual(['0', '1', '2', '-', '-', '-', '-', '7', '8', '-']);
    expect(row.nextMs).toBe(startMs + 200);
  });

  it('puts frames where their timestamps say, not where their arrival says', () => {
    const row = new SoundRow(startMs);
    const lateness = [0, 15, 3, 38, 0, 22];
    for (const [at, lateMs] of lateness.entries()) hear(row, at, `${at}`, lateMs);
    expect(taken(row, startMs + 120)).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('is put right in a silence where its first frame had come late, and never in speech', () => {
    const row = new SoundRow(startMs);
    for (const [at, lateMs] of [80, 60, 0, 5, 0].entries()) hear(row, at, `${at}`, lateMs);
    for (const at of [9, 10]) hear(row, at, `${at}`);
    expect(taken(row, startMs + 240)).toEqual(['-', '-', '-', '-', '0', '1', '2', '3', '4', '9', '10', '-']);
  });

  it('is not moved by frames that are late after a silence', () => {
    const row = new SoundRow(startMs);
    for (const [at, lateMs] of [
      [0, 0],
      [1, 0],
      [5, 90],
      [6, 70],
      [10, 0],
    ] as const)
      hear(row, at, `${at}`, lateMs);
    expect(taken(row, startMs + 220)).toEqual(['0', '1', '-', '-', '-', '5', '6', '-', '-', '-', '10']);
  });

  it('gives up what comes after its time', () => {
    const row = new SoundRow(startMs);
    hear(row, 0, '0');
    expect(taken(row, startMs + 60)).toEqual(['0', '-', '-']);
    hear(row, 1, '1');
    hear(row, 3, '3');
    expect(taken(row, startMs + 100)).toEqual(['3', '-']);
  });

  it('stays with the wall when the mixer’s beats part from it', () => {
    const row = new SoundRow(startMs);
    hear(row, 0, '0');
    // The wall's clock was set on by a second.
    for (const at of [1, 2, 3]) row.receive(soundPacket(1, firstSlot + at, startMs + (at + 1) * 20 + 1_000, `${at}`));
    const texts = taken(row, startMs + 1_200);
    expect(texts).toHaveLength(60);
    expect(texts.indexOf('1')).toBe(51);
    expect(texts.slice(51, 54)).toEqual(['1', '2', '3']);
  });

  it('never gives two frames for one time', () => {
    const row = new SoundRow(startMs);
    hear(row, 0, 'first');
    hear(row, 0, 'again');
    expect(taken(row, startMs + 20)).toEqual(['first']);
    hear(row, 0, 'late');
    expect(taken(row, startMs + 40)).toEqual(['-']);
  });
});
