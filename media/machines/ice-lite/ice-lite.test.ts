import { describe, expect, it } from 'vitest';
import { buildStun, readStun, type StunFields } from '../../wire/stun.ts';
import { hmacSha1 } from './hmac-sha1.ts';
import { createIceLite } from './ice-lite.ts';

const credentials = { ufrag: 'server01', password: 'a-long-password-of-the-server' };
const restarted = { ufrag: 'server02', password: 'another-password-of-the-server' };
const reflexive = { address: '192.0.2.7', port: 4_321, family: 4 } as const;
const keyOf = (password: string) => new TextEncoder().encode(password);
const newAgent = () => createIceLite({ localUfrag: credentials.ufrag, localPassword: credentials.password, hmacSha1 });

function check(fields: Partial<StunFields> = {}, by = credentials): Uint8Array {
  return buildStun({
    class: 'request',
    transactionId: new Uint8Array(12).fill(3),
    username: `${by.ufrag}:peer`,
    priority: 1_000,
    iceControlling: 5n,
    integrity: { key: keyOf(by.password), hmacSha1 },
    ...fields,
  });
}

describe('a valid check', () => {
  it('is answered with the address it came from, signed with our password', () => {
    const output = newAgent().receive(0, check(), 'a', reflexive);
    const answer = readStun(output.response!)!;
    expect(answer).toMatchObject({ class: 'success', xorMappedAddress: reflexive, fingerprintOk: true });
    expect(answer.transactionId).toEqual(new Uint8Array(12).fill(3));
    const resigned = buildStun({
      class: 'success',
      transactionId: answer.transactionId,
      xorMappedAddress: reflexive,
      integrity: { key: keyOf(credentials.password), hmacSha1 },
    });
    expect(Buffer.compare(output.response!, resigned)).toBe(0);
  });

  it('validates its tuple and selects the first one', () => {
    const agent = newAgent();
    expect(agent.state).toBe('new');
    expect(agent.receive(0, check(), 'a', reflexive)).toMatchObject({ validated: true, selected: 'a' });
    expect(agent.state).toBe('connected');
    expect(agent.isValidated('a')).toBe(true);
    expect(agent.isValidated('b')).toBe(false);
    expect(agent.receive(1, check(), 'a', reflexive)).not.toHaveProperty('selected');
  });

  it('moves the selection only when it nominates', () => {
    const agent = newAgent();
    agent.receive(0, check({ useCandidate: true }), 'a', reflexive);
    expect(agent.receive(1, check(), 'b', reflexive)).not.toHaveProperty('selected');
    expect(agent.selectedTuple).toBe('a');
    expect(agent.receive(2, check({ useCandidate: true }), 'b', reflexive).selected).toBe('b');
    expect(agent.selectedTuple).toBe('b');
  });

  it('takes over from a selected tuple that fell silent', () => {
    const agent = newAgent();
    agent.receive(0, check({ useCandidate: true }), 'a', reflexive);
    expect(agent.receive(6_999, check(), 'b', reflexive)).not.toHaveProperty('selected');
    expect(agent.receive(7_000, check(), 'b', reflexive).selected).toBe('b');
  });

  it('may come from an IPv6 address', () => {
    const from = { address: '2001:db8::7', port: 9, family: 6 } as const;
    const { response } = newAgent().receive(0, check(), 'a', from);
    expect(readStun(response!)!.xorMappedAddress).toEqual(from);
  });
});

describe('a check that proves nothing', () => {
  const refusals: [string, Uint8Array, number][] = [
    ['another password', check({ integrity: { key: keyOf('guessed'), hmacSha1 } }), 401],
    ['another ufrag', check({ username: 'stranger:peer' }), 401],
    ['a ufrag of which ours is the beginning', check({ username: `${credentials.ufrag}x:peer` }), 401],
    ['a username without a colon', check({ username: credentials.ufrag }), 401],
    ['no username', check({ username: undefined, software: 'a client of some length' }), 400],
    ['no integrity', check({ integrity: undefined }), 400],
  ];
  it.each(refusals)('is refused and changes nothing: %s', (_title, bytes, code) => {
    const agent = newAgent();
    const output = agent.receive(0, bytes, 'a', reflexive);
    expect(output.validated).toBe(false);
    expect(readStun(output.response!)!.errorCode?.code).toBe(code);
    expect(agent.state).toBe('new');
    expect(agent.selectedTuple).toBeUndefined();
    expect(agent.isValidated('a')).toBe(false);
    expect(agent.nextDeadlineMs()).toBeUndefined();
  });

  it('is dropped without a word when its fingerprint is wrong or missing', () => {
    const wrong = check();
    wrong[wrong.length - 1]! ^= 1;
    for (const bytes of [wrong, check({ fingerprint: false })]) {
      expect(newAgent().receive(0, bytes, 'a', reflexive)).toEqual({ validated: false });
    }
  });

  it('is never answered with more bytes than it had', () => {
    const bare = buildStun({ class: 'request', transactionId: new Uint8Array(12) });
    expect(newAgent().receive(0, bare, 'a', reflexive)).toEqual({ validated: false });
    for (const [, bytes] of refusals) {
      const { response } = newAgent().receive(0, bytes, 'a', reflexive);
      expect(response!.length).toBeLessThanOrEqual(bytes.length);
    }
  });

  it('is dropped when it is no binding request', () => {
    for (const bytes of [
      check({ class: 'success' }),
      check({ class: 'error' }),
      check({ class: 'indication' }),
      check({ method: 3 }),
      new Uint8Array(0),
      new Uint8Array(40),
    ]) {
      expect(newAgent().receive(0, bytes, 'a', reflexive)).toEqual({ validated: false });
    }
  });
});

describe('a check with the right password and the wrong content', () => {
  it.each([
    ['the sender claims to be controlled too', check({ iceControlling: undefined, iceControlled: 9n }), 487],
    ['the priority is missing', check({ priority: undefined }), 400],
  ])('is refused, signed: %s', (_title, bytes, code) => {
    const agent = newAgent();
    const output = agent.receive(0, bytes, 'a', reflexive);
    const answer = readStun(output.response!)!;
    expect(answer.errorCode?.code).toBe(code);
    expect(answer.messageIntegrityOffset).toBeGreaterThan(0);
    expect(output.validated).toBe(false);
    expect(agent.state).toBe('new');
  });
});

describe('consent', () => {
  it('is reported lost after ten silent seconds and comes back with a check', () => {
    const agent = newAgent();
    agent.receive(0, check(), 'a', reflexive);
    expect(agent.nextDeadlineMs()).toBe(10_000);
    agent.tick(9_999);
    expect(agent.state).toBe('connected');
    agent.tick(10_000);
    expect(agent.state).toBe('disconnected');
    expect(agent.selectedTuple).toBe('a');
    agent.receive(12_000, check(), 'a', reflexive);
    expect(agent.state).toBe('connected');
  });

  it('runs out after thirty seconds: nothing is sent or taken any more', () => {
    const agent = newAgent();
    agent.receive(0, check({ useCandidate: true }), 'a', reflexive);
    agent.receive(5_000, check(), 'b', reflexive);
    expect(agent.tick(29_999)).toEqual([]);
    expect(agent.tick(30_000)).toEqual(['a']);
    expect(agent.selectedTuple).toBeUndefined();
    expect(agent.isValidated('a')).toBe(false);
    expect(agent.isValidated('b')).toBe(true);
    expect(agent.tick(35_000)).toEqual(['b']);
    expect(agent.nextDeadlineMs()).toBeUndefined();
  });

  it('is not kept alive by checks that prove nothing', () => {
    const agent = newAgent();
    agent.receive(0, check(), 'a', reflexive);
    agent.receive(9_000, check({ integrity: { key: keyOf('guessed'), hmacSha1 } }), 'a', reflexive);
    agent.tick(10_000);
    expect(agent.state).toBe('disconnected');
  });

  it('ends at once for a tuple that is gone', () => {
    const agent = newAgent();
    agent.receive(0, check(), 'a', reflexive);
    agent.forget('a');
    expect(agent.selectedTuple).toBeUndefined();
    expect(agent.isValidated('a')).toBe(false);
  });
});

describe('the memory of tuples', () => {
  it('is bounded, lets the longest silent go and never the selected', () => {
    const agent = newAgent();
    agent.receive(0, check({ useCandidate: true }), 'selected', reflexive);
    const forgotten: (string | undefined)[] = [];
    for (let at = 1; at <= 40; at++) forgotten.push(agent.receive(at, check(), `t${at}`, reflexive).forgotten);
    expect(forgotten.slice(0, 15)).toEqual(Array.from({ length: 15 }, () => undefined));
    expect(forgotten.slice(15)).toEqual(Array.from({ length: 25 }, (_, at) => `t${at + 1}`));
    expect(agent.selectedTuple).toBe('selected');
    expect(agent.isValidated('selected')).toBe(true);
  });
});

describe('a restart', () => {
  it('leaves the former credentials valid until the first check with the new ones', () => {
    const agent = newAgent();
    agent.receive(0, check({ useCandidate: true }), 'a', reflexive);
    agent.restart(restarted);
    expect(agent.credentials).toEqual(restarted);
    expect(agent.receive(1, check(), 'a', reflexive).validated).toBe(true);
    expect(agent.receive(2, check({}, restarted), 'b', reflexive).validated).toBe(true);
    expect(agent.receive(3, check(), 'a', reflexive).validated).toBe(false);
    expect(agent.selectedTuple).toBe('a');
  });

  it('that is repeated keeps those that the other side used last', () => {
    const agent = newAgent();
    agent.receive(0, check(), 'a', reflexive);
    agent.restart({ ufrag: 'never', password: 'used-by-anybody-at-all' });
    agent.restart(restarted);
    expect(agent.receive(1, check(), 'a', reflexive).validated).toBe(true);
    expect(agent.receive(2, check({}, restarted), 'a', reflexive).validated).toBe(true);
  });

  it('is not confirmed by a check that fails', () => {
    const agent = newAgent();
    agent.restart(restarted);
    agent.receive(0, check({ integrity: { key: keyOf('guessed'), hmacSha1 } }, restarted), 'a', reflexive);
    expect(agent.receive(1, check(), 'a', reflexive).validated).toBe(true);
  });
});
