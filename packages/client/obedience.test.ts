import { expect, it } from 'vitest';
import { Obedience } from './obedience.ts';

function publications() {
  const done: string[] = [];
  return {
    done,
    setPaused: async (source: string, paused: boolean) => void done.push(`${source} ${paused ? 'muted' : 'opened'}`),
    unpublish: async (source: string) => void done.push(`${source} off`),
  };
}
const never = { mutedAtMs: 0, videoStoppedAtMs: 0 };

it('M6: what a host does to own streams is done here too', () => {
  const own = publications();
  const obedience = new Obedience(own, never);
  obedience.handleNotification({ method: 'mutedByHost', params: { atMs: 5, by: 'Olga' } });
  obedience.handleNotification({ method: 'videoStoppedByHost', params: { atMs: 6, by: 'Olga' } });
  obedience.handleNotification({ method: 'sharingStoppedByHost', params: { by: 'Olga' } });
  expect(own.done).toEqual(['microphone muted', 'camera off', 'screen off', 'screenSound off']);
  expect(obedience.obeyed).toEqual({ mutedAtMs: 5, videoStoppedAtMs: 6 });
});

it('M6: whoever was muted while cut off is muted before anything is sent again, once', () => {
  const own = publications();
  const obedience = new Obedience(own, never);
  obedience.handleInside({ mutedAtMs: 7, videoStoppedAtMs: 0 });
  obedience.handleInside({ mutedAtMs: 7, videoStoppedAtMs: 0 });
  expect(own.done).toEqual(['microphone muted']);
});

it('M8: whoever has unmuted since is not muted again by a reload', () => {
  const own = publications();
  new Obedience(own, { mutedAtMs: 7, videoStoppedAtMs: 3 }).handleInside({ mutedAtMs: 7, videoStoppedAtMs: 3 });
  expect(own.done).toEqual([]);
});

it('being asked opens nothing', () => {
  const own = publications();
  const obedience = new Obedience(own, never);
  obedience.handleNotification({ method: 'askedToUnmute', params: { by: 'Olga' } });
  obedience.handleNotification({ method: 'askedToStartVideo', params: { by: 'Olga' } });
  expect(own.done).toEqual([]);
});
