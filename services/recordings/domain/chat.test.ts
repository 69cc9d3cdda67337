import { describe, expect, it } from 'vitest';
import { chatAsText, chatAsWebVtt } from './chat-files.ts';
import { chatTrack } from './chat-track.ts';
import { placed } from './timeline.ts';

const chunk = (runStartedAtMs: number, number: number) => ({
  ...{ sequence: 0, runStartedAtMs, number, startMs: runStartedAtMs + number * 10_000, durationMs: 10_000 },
});
const said = (atMs: number, text = String(atMs)) => ({ id: `m${atMs}`, atMs, name: 'Ann', text, fileName: null });

describe('the chat beside a recording (R1, R9)', () => {
  // Recorded from 10 to 30, paused from 30 to 50, recorded from 50 to 60, lost from 60 to 70, recorded from 70 to 80.
  const chunks = placed([chunk(10_000, 0), chunk(10_000, 1), chunk(50_000, 0), chunk(70_000, 0)]);
  const pauses = [{ startedAtMs: 30_000, endedAtMs: 50_000 }];
  const places = (times: number[], goesOn = false) =>
    chatTrack(
      chunks,
      pauses,
      times.map((atMs) => said(atMs)),
      goesOn,
    ).map(({ text, atMs }) => [Number(text), atMs]);

  it('stands where it was said', () => {
    expect(places([10_000, 29_999, 50_000, 79_999])).toEqual([
      [10_000, 0],
      [29_999, 19_999],
      [50_000, 20_000],
      [79_999, 39_999],
    ]);
  });

  it('leaves out what was said in a pause, and keeps what was said while something failed at the cut', () => {
    expect(places([30_000, 49_999])).toEqual([]);
    expect(places([60_000, 69_000])).toEqual([
      [60_000, 30_000],
      [69_000, 30_000],
    ]);
  });

  it('has what came before the first chunk at the start, and what came after the last one only when there is no more to come', () => {
    expect(places([9_000])).toEqual([[9_000, 0]]);
    expect(places([80_500], true)).toEqual([]);
    expect(places([80_500])).toEqual([[80_500, 40_000]]);
    expect(chatTrack([], [], [said(5)], false)).toEqual([]);
  });
});

describe('the chat as a file (R3)', () => {
  const message = (text: string, name = 'Ann', fileName: string | null = null) => ({
    ...{ id: '1', atMs: 3_725_500, at: '2026-03-01T13:02:05.500Z', name, text, fileName },
  });

  it('is a line for each message as text, and no message can pose as another', () => {
    const text = chatAsText('Standup', [message('Hi\n01:02:06 Bob: I lie'), message('', 'Bob', 'plan.pdf')]);
    expect(text).toBe('Standup\n\n01:02:05 Ann: Hi\n    01:02:06 Bob: I lie\n01:02:05 Bob: [plan.pdf]\n');
  });

  it('is a cue for each as WebVTT, shown for six seconds', () => {
    expect(chatAsWebVtt([message('Hi')])).toBe('WEBVTT\n\n01:02:05.500 --> 01:02:11.500\n<v Ann>Ann: Hi\n\n');
    expect(chatAsWebVtt([])).toBe('WEBVTT\n\n');
    expect(chatAsWebVtt([{ ...message('Late'), atMs: 123 * 3_600_000 }])).toContain('123:00:00.000 --> 123:00:06.000');
  });

  it('lets nothing that people write become part of WebVTT', () => {
    const hostile = 'x\n\n00:00:01.000 --> 99:00:00.000\n<b>big</b> & <c.red>\r\n\r\nNOTE\0';
    const vtt = chatAsWebVtt([message(hostile, 'A>\nB')]);
    expect(vtt).toBe(
      'WEBVTT\n\n01:02:05.500 --> 01:02:11.500\n<v A&gt; B>A&gt;\nB: x\n00:00:01.000 --&gt; 99:00:00.000\n' +
        '&lt;b&gt;big&lt;/b&gt; &amp; &lt;c.red&gt;\nNOTE\ufffd\n\n',
    );
    expect(vtt.split('\n\n')).toHaveLength(3);
    expect(vtt.match(/-->/g)).toHaveLength(1);
  });

  it('makes no arrow of a name that ends with dashes (found by chance)', () => {
    expect(chatAsWebVtt([message('Hi', 'Ann--')])).toContain('\n<v Ann-- >Ann--: Hi\n');
  });
});
