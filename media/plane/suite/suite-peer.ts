/** A peer for the contract suite: a real UDP socket on loopback that speaks SRTP, with keys of its own, and keeps what it got. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { masterLengths } from '../../plane-ts/srtp/key-derivation.ts';
import { SrtpInbound } from '../../plane-ts/srtp/srtp-inbound.ts';
import { SrtpOutbound } from '../../plane-ts/srtp/srtp-outbound.ts';
import { createSrtpCipher } from '../../plane-ts/srtp/srtp-session.ts';
import { classify } from '../../wire/classify.ts';
import { type RtcpPacket, readRtcp } from '../../wire/rtcp.ts';
import { buildRtp, createRtpView, type RtpView, readRtpHeader } from '../../wire/rtp.ts';
import type { RtpFields } from '../../wire/rtp-builder.ts';
import type { SrtpDirection, SrtpParameters, SrtpProfile } from '../commands.ts';
import type { Path } from '../path.ts';

export interface ReceivedRtp {
  readonly view: RtpView;
  /** In the clear, header included. */
  readonly bytes: Buffer;
  readonly payload: Buffer;
}

export class SuitePeer {
  readonly transportId: number;
  readonly profile: SrtpProfile;
  readonly rtp: ReceivedRtp[] = [];
  readonly rtcp: RtcpPacket[] = [];
  readonly datagrams: Buffer[] = [];
  /** Packets that did not open. */
  failures = 0;
  /** False = the datagram is lost before it is read. */
  admits: (bytes: Buffer) => boolean = () => true;
  onRtp: ((packet: ReceivedRtp) => void) | undefined;
  onRtcp: ((packet: RtcpPacket) => void) | undefined;
  readonly #socket: Socket;
  readonly #keys: { toPlane: SrtpDirection; fromPlane: SrtpDirection };
  readonly #inbound: SrtpInbound;
  readonly #outbound: SrtpOutbound;
  readonly #planePort: number;
  readonly #indices = new Map<number, number>();

  private constructor(transportId: number, profile: SrtpProfile, socket: Socket, planePort: number) {
    this.transportId = transportId;
    this.profile = profile;
    this.#socket = socket;
    this.#planePort = planePort;
    const lengths = masterLengths[profile];
    const direction = (mark: number): SrtpDirection => ({
      key: Buffer.alloc(lengths.key, transportId * 2 + mark),
      salt: Buffer.alloc(lengths.salt, transportId * 2 + mark + 100),
    });
    this.#keys = { toPlane: direction(0), fromPlane: direction(1) };
    this.#inbound = new SrtpInbound(createSrtpCipher(profile, this.#keys.fromPlane)!);
    this.#outbound = new SrtpOutbound(createSrtpCipher(profile, this.#keys.toPlane)!);
    socket.on('message', (bytes, remote) => this.#receive(bytes, remote));
  }

  static async open(
    transportId: number,
    planePort: number,
    profile: SrtpProfile = 'AEAD_AES_128_GCM',
  ): Promise<SuitePeer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new SuitePeer(transportId, profile, socket, planePort);
  }

  get path(): Path {
    const { address, port } = this.#socket.address();
    return { key: `udp0|${address}|${port}`, protocol: 'udp', family: 4, address, port, socket: 0 };
  }

  get srtp(): SrtpParameters {
    return { profile: this.profile, inbound: this.#keys.toPlane, outbound: this.#keys.fromPlane };
  }

  sendRaw(bytes: Uint8Array): void {
    this.#socket.send(bytes, this.#planePort, '127.0.0.1');
  }

  /** The sealed packet; `roc` counts by itself as long as numbers rise by less than half their range. */
  seal(fields: RtpFields): Buffer {
    const bytes = buildRtp(fields);
    const view = createRtpView();
    readRtpHeader(bytes, bytes.length, view);
    const last = this.#indices.get(fields.ssrc) ?? fields.sequenceNumber;
    const index = last + (((fields.sequenceNumber - last) << 16) >> 16);
    this.#indices.set(fields.ssrc, Math.max(last, index));
    const out = Buffer.alloc(bytes.length + 32);
    const header = bytes.subarray(0, view.headerLength);
    const length = this.#outbound.sealRtp(header, bytes.subarray(view.headerLength), fields.ssrc, index, out);
    return out.subarray(0, length);
  }

  sendRtp(fields: RtpFields): void {
    this.sendRaw(this.seal(fields));
  }

  sendRtcp(compound: Uint8Array): void {
    this.sendRaw(this.#outbound.sealRtcp(compound));
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  #receive(bytes: Buffer, _remote: RemoteInfo): void {
    if (!this.admits(bytes)) return;
    const kind = classify(bytes);
    if (kind === 'rtp') this.#receiveRtp(bytes);
    else if (kind === 'rtcp') {
      const opened = this.#inbound.openRtcp(bytes);
      if (typeof opened === 'string') this.failures++;
      else
        for (const packet of readRtcp(opened)) {
          this.rtcp.push(packet);
          this.onRtcp?.(packet);
        }
    } else this.datagrams.push(bytes);
  }

  #receiveRtp(bytes: Buffer): void {
    const view = createRtpView();
    readRtpHeader(bytes, bytes.length, view);
    const payload = this.#inbound.openRtp(bytes, view.headerLength, view.ssrc, view.sequenceNumber);
    if (typeof payload === 'string') {
      this.failures++;
      return;
    }
    const packet = { view, bytes: Buffer.concat([bytes.subarray(0, view.headerLength), payload]), payload };
    this.rtp.push(packet);
    this.onRtp?.(packet);
  }
}
