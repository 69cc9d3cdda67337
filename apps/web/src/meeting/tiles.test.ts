import type { CallParticipant } from '@veche/client/call-state.ts';
import { describe, expect, it } from 'vitest';
import { seated, stageKeyOf, tilesOf, viewCounts } from './tiles.ts';

const person = (participantId: string, more: Partial<CallParticipant> = {}): CallParticipant => ({
  participantId,
  name: participantId,
  role: 'guest',
  connected: true,
  network: 3,
  isOwner: false,
  handOrder: null,
  producers: [],
  joinedAtMs: 0,
  speaking: false,
  isSelf: false,
  ...more,
});
const sending = (source: 'microphone' | 'camera' | 'screen', paused = false) =>
  ({ producerId: source, kind: source === 'microphone' ? 'audio' : 'video', source, paused }) as const;
const keys = (people: readonly CallParticipant[], hidden = false) => tilesOf(people, hidden).map(({ key }) => key);

describe('tiles', () => {
  it('put shared screens first, then oneself, then the others as they came', () => {
    const people = [person('ann', { producers: [sending('screen')] }), person('me', { isSelf: true }), person('bob')];
    expect(keys(people)).toEqual(['ann:screen', 'me:camera', 'ann:camera', 'bob:camera']);
  });
  it('show no tile of one’s own screen', () => {
    expect(keys([person('me', { isSelf: true, producers: [sending('screen')] }), person('bob')])).toEqual([
      'me:camera',
      'bob:camera',
    ]);
  });
  it('take the others’ cameras in the order of their seats, after everything else', () => {
    const people = [person('me', { isSelf: true }), person('ann', { producers: [sending('screen')] }), person('bob')];
    const order = ['bob:camera', 'ann:camera'];
    expect(seated(tilesOf(people, false), order).map(({ key }) => key)).toEqual(['ann:screen', 'me:camera', ...order]);
  });
  it('leave oneself out when that is wished, but not when alone', () => {
    expect(keys([person('me', { isSelf: true }), person('bob')], true)).toEqual(['bob:camera']);
    expect(keys([person('me', { isSelf: true })], true)).toEqual(['me:camera']);
  });
  it('say who is muted and who is seen', () => {
    const [tile] = tilesOf([person('ann', { producers: [sending('microphone', true), sending('camera')] })], false);
    expect(tile).toMatchObject({ muted: true, videoOn: true });
  });
  it('show nobody as speaking who is muted', () => {
    expect(tilesOf([person('ann', { speaking: true })], false)[0]?.speaking).toBe(false);
  });
});

describe('the stage', () => {
  const tiles = tilesOf([person('me', { isSelf: true }), person('ann'), person('bob')], false);
  const shared = tilesOf([person('ann', { producers: [sending('screen')] }), person('bob')], false);
  const wish = { view: 'gallery', pinnedKey: null, speakerId: null } as const;
  it('is empty in the gallery', () => {
    expect(stageKeyOf(tiles, wish)).toBeUndefined();
  });
  it('belongs to a pin, whatever else there is', () => {
    expect(stageKeyOf(shared, { ...wish, pinnedKey: 'bob:camera', speakerId: 'ann' })).toBe('bob:camera');
  });
  it('belongs to a shared screen also in the gallery, but not to one’s own', () => {
    expect(stageKeyOf(shared, wish)).toBe('ann:screen');
    const own = tilesOf([person('me', { isSelf: true, producers: [sending('screen')] }), person('ann')], false);
    expect(stageKeyOf(own, wish)).toBeUndefined();
  });
  it('belongs to the speaker in the speaker view, or to the first other while nobody has spoken', () => {
    expect(stageKeyOf(tiles, { ...wish, view: 'speaker', speakerId: 'bob' })).toBe('bob:camera');
    expect(stageKeyOf(tiles, { ...wish, view: 'speaker' })).toBe('ann:camera');
  });
  it('looks the same in both views for one who is alone and while somebody shares, unless there is a pin to let go', () => {
    expect(viewCounts(tiles, null)).toBe(true);
    expect(viewCounts(tiles.slice(0, 1), null)).toBe(false);
    expect(viewCounts(shared, null)).toBe(false);
    expect(viewCounts(shared, 'bob:camera')).toBe(true);
    expect(viewCounts(tiles.slice(0, 1), 'gone:camera')).toBe(false);
  });
  it('forgets a pin whose person has left', () => {
    expect(stageKeyOf(tiles, { ...wish, pinnedKey: 'gone:camera' })).toBeUndefined();
  });
});
