import { mixProducerId } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routerRtpCapabilities } from '../router-capabilities.ts';
import { ConferenceMedia } from './conference-media.ts';
import { createMediaIds } from './media-ids.ts';
import type { Effects } from './records.ts';

const browser = routerRtpCapabilities();
const parameters: Record<'camera' | 'microphone', RtpParameters> = {
  camera: {
    codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, rtcpFeedback: [{ type: 'nack' }] }],
    encodings: [{ rid: 'r0' }, { rid: 'r1' }, { rid: 'r2' }],
  },
  microphone: {
    codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
    encodings: [{ ssrc: 7 }],
  },
};
const random = { bytes: (length: number) => new Uint8Array(length).fill(9) };

/** What four clients and the plane know, from nothing but what was answered, told and commanded. */
class Replay {
  readonly roomOf = new Map<string, string>();
  readonly transports = new Map<number, string>();
  readonly inbounds = new Map<number, string | null>();
  readonly routes = new Map<number, { readonly sender: string | null; readonly receiver: string }>();
  /** Consumers that their receivers believe in. */
  readonly believed = new Map<string, string>();
  /** By inbounds and routes. */
  readonly mixedIn = new Map<number, { readonly roomId: string; readonly ownerId: string }>();

  take({ commands, sound, notices }: Effects): void {
    for (const command of commands) {
      if (command.type === 'setInbound') {
        const { inboundId, transportId } = command.inbound;
        this.inbounds.set(inboundId, this.transports.get(transportId)!);
      } else if (command.type === 'setOrigin') this.inbounds.set(command.origin.inboundId, null);
      else if (command.type === 'removeInbound') this.inbounds.delete(command.inboundId);
      else if (command.type === 'setRoute') {
        const { routeId, inboundId, transportId } = command.route;
        this.routes.set(routeId, {
          sender: this.inbounds.get(inboundId)!,
          receiver: this.transports.get(transportId)!,
        });
      } else if (command.type === 'removeRoute') this.routes.delete(command.routeId);
    }
    for (const command of sound) {
      if (command.type === 'setMicrophone') this.mixedIn.set(command.microphone.inboundId, command.microphone);
      else if (command.type === 'setListener') this.mixedIn.set(command.listener.routeId, command.listener);
      else this.mixedIn.delete(command.type === 'removeListener' ? command.routeId : command.inboundId);
    }
    for (const notice of notices) {
      if (notice.type !== 'consumersClosed') continue;
      for (const consumerId of notice.consumerIds) {
        expect(this.believed.get(consumerId)).toBe(notice.participantId);
        this.believed.delete(consumerId);
      }
    }
  }

  /** Nothing joins two rooms, and nobody believes in what is gone. */
  check(): void {
    const room = (who: string) => this.roomOf.get(who) ?? 'main';
    for (const { sender, receiver } of this.routes.values())
      if (sender !== null) expect(room(sender)).toBe(room(receiver));
    for (const { roomId, ownerId } of this.mixedIn.values()) expect(roomId).toBe(room(ownerId));
    expect(this.believed.size).toBe(this.routes.size);
  }
}

describe('whatever people do and wherever they go', () => {
  const people = ['anna', 'boris', 'vera', 'gleb'];
  const rooms = ['main', 'one', 'two'];
  const act = fc.tuple(fc.nat(11), fc.constantFrom(...people), fc.nat(7), fc.nat(7));

  it('nothing that is sent joins people of different rooms, and everybody knows what they have lost', () => {
    const ready = people.flatMap((who) =>
      [0, 1, 2, 3].map((verb): [number, string, number, number] => [verb, who, 0, 0]),
    );
    let lost = 0;
    let joined = 0;
    fc.assert(
      fc.property(fc.array(act, { minLength: 80, maxLength: 150, size: 'max' }), (acts) => {
        const owners = new Map<number, ConferenceMedia>();
        const media = new ConferenceMedia('main', createMediaIds(1, random), owners);
        const replay = new Replay();
        const transports = new Map<string, { readonly who: string; readonly consumers: Set<string> }>();
        const producers: string[] = [];
        const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];
        const own = (who: string) => [...transports].flatMap(([id, transport]) => (transport.who === who ? [id] : []));
        for (const [at, [verb, who, first, second]] of [...ready, ...acts].entries()) {
          const nowMs = at * 77;
          /** That their receivers have closed themselves. */
          const closed: string[] = [];
          const transportId = pick(own(who), first) ?? 'none';
          if (verb <= 1) {
            const opened = media.openTransport(who, verb === 0 ? 'send' : 'receive');
            if (opened.ok) {
              transports.set(opened.value.transportId, { who, consumers: new Set() });
              replay.transports.set(opened.value.number, who);
            }
          } else if (verb <= 3) {
            const source = verb === 2 ? 'camera' : 'microphone';
            const kind = verb === 2 ? 'video' : 'audio';
            const stream = { transportId, kind, source, rtpParameters: parameters[source], paused: false } as const;
            const made = media.produce(who, stream, nowMs);
            if (made.ok) producers.push(made.value);
          } else if (verb <= 6) {
            const wanted = [pick(producers, first) ?? 'none', verb === 6 ? mixProducerId : `${producers.at(-second)}`];
            const made = media.consume(who, transportId, browser, wanted);
            for (const { consumerId } of made.ok ? made.value : []) {
              replay.believed.set(consumerId, who);
              transports.get(transportId)!.consumers.add(consumerId);
              joined += 1;
            }
          } else if (verb === 7) {
            const tiles = [...replay.believed.keys()].map((consumerId) => ({
              consumerId,
              widthPx: 640,
              heightPx: 360,
            }));
            media.setTiles(who, tiles, nowMs);
          } else if (verb <= 9) {
            media.moveParticipants([{ participantId: who, roomId: rooms[first % 3]! }]);
            replay.roomOf.set(who, rooms[first % 3]!);
          } else if (verb === 10 && second < 2) {
            media.removeParticipant(who);
            replay.roomOf.delete(who);
            for (const id of own(who)) {
              closed.push(...transports.get(id)!.consumers);
              transports.delete(id);
            }
          } else if (verb === 10) media.closeProducer(who, pick(producers, first) ?? 'none');
          else if (second < 2 && media.closeTransport(who, transportId).ok) {
            closed.push(...transports.get(transportId)!.consumers);
            transports.delete(transportId);
          } else {
            const mine = [...replay.believed].filter(([, receiver]) => receiver === who).map(([id]) => id);
            closed.push(...mine.slice(0, 1));
            media.closeConsumers(who, closed);
          }
          const effects = media.drain();
          if (verb === 8 || verb === 9) lost += effects.commands.length;
          replay.take(effects);
          for (const consumerId of closed) replay.believed.delete(consumerId);
          replay.check();
        }
        for (const who of people) media.removeParticipant(who);
        replay.take({ ...media.drain(), notices: [] });
        expect([media.isEmpty, owners.size, replay.routes.size, replay.inbounds.size, replay.mixedIn.size]).toEqual([
          true,
          0,
          0,
          0,
          0,
        ]);
      }),
    );
    expect([joined > 500, lost > 100]).toEqual([true, true]);
  });
});
