/** Links that lose, reorder and replay, and strangers who inject datagrams: an honest handshake survives them, and its keys never change. */
import type { LinkOptions } from '@veche/testkit/dtls-test-client/datagram-link.ts';
import { DtlsTestClient } from '@veche/testkit/dtls-test-client/dtls-test-client.ts';
import { seededBytes, seededFraction } from '@veche/testkit/dtls-test-client/seeded-bytes.ts';
import { describe, expect, it } from 'vitest';
import { join, uint } from '../byte-writer.ts';
import { writeFragment } from '../handshake-fragments.ts';
import { ContentType, dtls12, readRecords, writeRecord } from '../records.ts';
import {
  type CreateDtlsServer,
  clientIdentity,
  expectKeysOfBoth,
  meetingsWith,
  plainRecord,
  strangerIdentity,
} from './fixtures.ts';

export function describeHostileLinks(name: string, create: CreateDtlsServer): void {
  const { serverFor, meet } = meetingsWith(create);

  describe(`${name}: bad links`, () => {
    it('connects through 20 % loss each way, with reordering and repeats, for 200 seeds', () => {
      for (let seed = 1; seed <= 200; seed++) {
        const link: LinkOptions = {
          fraction: seededFraction(seed),
          lossRate: 0.2,
          repeatRate: 0.1,
          delayMs: [5, 60],
        };
        const met = meet({ mtuBytes: 600 }, link, serverFor(seed, undefined, 400), seed + 1_000);
        expect({ seed, state: met.server.state.name }).toEqual({ seed, state: 'connected' });
        expectKeysOfBoth(met);
      }
    });

    it('sends its last flight again when the client lost it', () => {
      let lost = 0;
      const intercept: LinkOptions['intercept'] = (to, datagram) => {
        const isLastFlight = to === 'left' && readRecords(datagram).records.some((record) => record.epoch === 1);
        return isLastFlight && lost++ < 3 ? [] : [datagram];
      };
      expectKeysOfBoth(meet({}, { intercept }));
      expect(lost).toBeGreaterThanOrEqual(4);
    });

    it('gives up, without keys, on a client that falls silent', () => {
      const { server } = meet({}, { intercept: (to, datagram) => (to === 'left' ? [] : [datagram]), limitMs: 120_000 });
      expect(server.state).toEqual({ name: 'failed', reason: 'timeout' });
      expect(server.nextDeadlineMs()).toBeUndefined();
    });

    it('connects when every flight is replayed twice over and backwards', () => {
      const history: Uint8Array[] = [];
      const intercept: LinkOptions['intercept'] = (to, datagram) => {
        if (to === 'left') return [datagram];
        history.push(datagram);
        return [datagram, ...[...history].reverse(), ...history];
      };
      expectKeysOfBoth(meet({ mtuBytes: 256 }, { intercept }));
    });
  });

  describe(`${name}: hostile datagrams`, () => {
    it('connects with garbage between all datagrams', () => {
      for (let seed = 1; seed <= 20; seed++) {
        const random = seededBytes(seed);
        const fraction = seededFraction(seed + 500);
        const garbage = () => random(Math.floor(fraction() * 200));
        const disguised = () =>
          writeRecord({
            contentType: 22,
            version: dtls12,
            epoch: Math.floor(fraction() * 3),
            sequence: 99,
            payload: garbage(),
          });
        const intercept: LinkOptions['intercept'] = (to, datagram) =>
          to === 'right' ? [garbage(), disguised(), datagram, garbage(), disguised()] : [datagram];
        const met = meet({}, { intercept });
        expectKeysOfBoth(met);
        expect(met.server.counters.malformedRecords).toBeGreaterThan(0);
      }
    });

    it('keeps its keys and its handshake when a second ClientHello with other randoms comes', () => {
      const hellos = (() => {
        const other = new DtlsTestClient({ random: seededBytes(77), identity: strangerIdentity });
        other.start(0);
        return other.drain();
      })();
      const intercept: LinkOptions['intercept'] = (to, datagram) =>
        to === 'right' ? [datagram, ...hellos] : [datagram];
      const met = meet({}, { intercept });
      expectKeysOfBoth(met);
      const before = met.server.state;
      for (const hello of hellos) met.server.receive(met.endMs + 1_000, hello);
      expect(met.server.state).toBe(before);
      expect(met.server.drain()).toEqual([]);
    });

    it('refuses to renegotiate inside the association and stays connected', () => {
      const met = meet();
      const hello = writeFragment({
        messageType: 1,
        messageBytes: 60,
        messageSequence: 5,
        offset: 0,
        content: new Uint8Array(60),
      });
      met.server.receive(met.endMs + 1_000, met.peer.sealRecord(ContentType.handshake, hello));
      expect(met.server.counters.renegotiationsRefused).toBe(1);
      for (const datagram of met.server.drain()) met.peer.receive(met.endMs + 1_010, datagram);
      expect(met.peer.alerts).toEqual([100]);
      expectKeysOfBoth(met);
    });

    it('survives fragments that claim too much, contradict each other or lie outside their message', () => {
      const fragment = (
        type: number,
        total: number,
        sequence: number,
        offset: number,
        content: Uint8Array,
        length = content.length,
      ) =>
        plainRecord(
          ContentType.handshake,
          join(uint(type, 1), uint(total, 3), uint(sequence, 2), uint(offset, 3), uint(length, 3), content),
        );
      const hostile = [
        fragment(1, 0xffffff, 0, 0, new Uint8Array(10)),
        fragment(1, 100, 0, 95, new Uint8Array(10)),
        fragment(1, 100, 0, 0xffffff, new Uint8Array(10)),
        fragment(1, 100, 0, 0, new Uint8Array(10), 0xffffff),
        fragment(1, 100, 0, 0, new Uint8Array(0)),
        fragment(1, 4_000, 1, 0, new Uint8Array(10)),
        fragment(11, 8_000, 1, 7_000, new Uint8Array(10)),
        fragment(11, 300, 2, 0, new Uint8Array(10)),
        fragment(15, 9, 3, 0, new Uint8Array(3)),
        fragment(20, 12, 60_000, 0, new Uint8Array(12)),
      ];
      let calls = 0;
      const intercept: LinkOptions['intercept'] = (to, datagram) =>
        to === 'right' ? [hostile[calls++ % hostile.length]!, ...hostile, datagram] : [datagram];
      const met = meet({}, { intercept });
      expectKeysOfBoth(met);
      expect(met.server.counters.malformedFragments).toBeGreaterThan(0);
      expect(met.server.counters.rejectedFragments).toBeGreaterThan(0);
    });

    it('survives records with lengths past their datagram, unknown types, versions and epochs', () => {
      const good = plainRecord(ContentType.handshake, new Uint8Array(40));
      const changed = (at: number, value: number) => {
        const record = Uint8Array.from(good);
        record[at] = value;
        return record;
      };
      const hostile = [
        changed(11, 0xff),
        changed(12, 200),
        changed(0, 99),
        changed(1, 3),
        changed(4, 1),
        changed(3, 9),
        good.slice(0, 12),
        new Uint8Array(0),
      ];
      const intercept: LinkOptions['intercept'] = (to, datagram) =>
        to === 'right' ? [...hostile, datagram] : [datagram];
      expectKeysOfBoth(meet({}, { intercept }));
    });

    it('drops a protected record that comes twice', () => {
      const met = meet();
      const record = met.peer.sealRecord(ContentType.applicationData, new Uint8Array(20));
      met.server.receive(met.endMs, record);
      met.server.receive(met.endMs, record);
      expect(met.server.counters.applicationDataRecords).toBe(1);
      expect(met.server.counters.replayedRecords).toBeGreaterThanOrEqual(1);
    });

    it('is not closed by a plain or forged alert once connected, but is by an authentic one', () => {
      const met = meet();
      const alert = Uint8Array.of(2, 0);
      met.server.receive(met.endMs, plainRecord(ContentType.alert, alert));
      const forged = met.peer.sealRecord(ContentType.alert, alert);
      forged[forged.length - 1]! ^= 1;
      met.server.receive(met.endMs, forged);
      expectKeysOfBoth(met);
      met.server.receive(met.endMs, met.peer.sealRecord(ContentType.alert, Uint8Array.of(1, 0)));
      expect(met.server.state).toEqual({ name: 'closed' });
    });

    it('does not amplify: a thousand repeats of a ClientHello at one moment bring one flight', () => {
      const peer = new DtlsTestClient({ random: seededBytes(20), identity: clientIdentity });
      const server = serverFor(10);
      peer.start(0);
      const hello = peer.drain();
      for (let time = 0; time < 1_000; time++) for (const datagram of hello) server.receive(0, datagram);
      expect(server.drain()).toHaveLength(1);
    });

    it('tells the client when it is closed, and says nothing after', () => {
      const met = meet();
      met.server.close(met.endMs);
      for (const datagram of met.server.drain()) met.peer.receive(met.endMs, datagram);
      expect(met.peer.alerts).toEqual([0]);
      met.server.receive(met.endMs, met.peer.sealRecord(ContentType.alert, Uint8Array.of(1, 0)));
      met.server.close(met.endMs);
      expect(met.server.drain()).toEqual([]);
    });
  });
}
