import { describe, expect, it } from 'vitest';
import { type ActTarget, personActs } from './person-acts.ts';

const speaking = { microphone: true, camera: true, screen: true };
const silent = { microphone: false, camera: false, screen: false };
const guest: ActTarget = { role: 'guest', isOwner: false, isSelf: false, handUp: false, sends: silent };

describe('what can be done with somebody', () => {
  it('is nothing for guests, for those who wait, and with oneself', () => {
    expect(personActs('guest', guest)).toEqual([]);
    expect(personActs('waiting', guest)).toEqual([]);
    expect(personActs('host', { ...guest, isSelf: true, role: 'host', handUp: true })).toEqual([]);
  });
  it('is everything for the host; roles are not for co-hosts to give', () => {
    const target = { ...guest, handUp: true, sends: speaking };
    const ofBoth = ['mute', 'stopVideo', 'stopSharing', 'lowerHand'];
    expect(personActs('host', target)).toEqual([...ofBoth, 'makeCoHost', 'handOverHost', 'remove']);
    expect(personActs('coHost', target)).toEqual([...ofBoth, 'remove']);
  });
  it('asks for what is off, and never opens it', () => {
    expect(personActs('coHost', guest)).toEqual(['askToUnmute', 'askToStartVideo', 'remove']);
  });
  it('lets the host alone remove a co-host, and nobody the host', () => {
    const coHost: ActTarget = { ...guest, role: 'coHost' };
    expect(personActs('host', coHost)).toEqual(expect.arrayContaining(['makeGuest', 'handOverHost', 'remove']));
    expect(personActs('coHost', coHost)).not.toContain('remove');
    expect(personActs('coHost', { ...guest, role: 'host' })).not.toContain('remove');
  });
  it('leaves the owner their role and their place', () => {
    const owner: ActTarget = { ...guest, role: 'coHost', isOwner: true };
    expect(personActs('host', owner)).toEqual(['askToUnmute', 'askToStartVideo', 'handOverHost']);
  });
  it('leaves streams alone that are not known, as of people in another room', () => {
    expect(personActs('host', { ...guest, sends: undefined })).toEqual(['makeCoHost', 'handOverHost', 'remove']);
  });
});
