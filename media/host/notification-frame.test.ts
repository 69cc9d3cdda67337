import { expect, it } from 'vitest';
import { openMeeting } from '../control/meeting/meeting-state.ts';
import { outsideOf } from '../control/meeting/views.ts';
import { frameOf } from './notification-frame.ts';

it('people who are written once are read as any other notification', () => {
  const opening = { conferenceId: 'c', name: 'Standup', soundMode: 'mixed', lobby: false, media: 'up' } as const;
  const person = { participantId: 'p', name: '}]"', role: 'guest', connected: true, network: null } as const;
  const participants = [{ ...person, isOwner: false, handOrder: null, producers: [], joinedAtMs: 1 }];
  const params = { reason: 'admitted', ...outsideOf(openMeeting(opening, 1)), participants } as const;
  for (let twice = 0; twice < 2; twice += 1) {
    expect(JSON.parse(frameOf({ method: 'entered', params }))).toEqual({ jsonrpc: '2.0', method: 'entered', params });
  }
});
