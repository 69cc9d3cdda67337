/** A participant without a screen: real libwebrtc, a made-up picture and sound, and everything it receives readable. */

import { Call } from '@veche/client/call.ts';
import type { CallEnvironment } from '@veche/client/call-environment.ts';
import type { JoinAnswer } from '@veche/contracts/rest/conferences.ts';
import type { Source, VoiceTreatment } from '@veche/contracts/signalling/conference-view.ts';
import { MovingPicture, type MovingPictureOptions } from './moving-picture.ts';
import { nodeEnvironment } from './node-environment.ts';
import { PictureReader, SoundReader } from './read-back.ts';
import type { Signal } from './sound-signal.ts';
import { SoundSource } from './sound-source.ts';

export interface HeadlessOptions {
  readonly place: Pick<JoinAnswer, 'mediaUrl' | 'participantToken' | 'iceServers'>;
  /** Absent: no camera. */
  readonly picture?: MovingPictureOptions;
  /** Absent: no microphone. */
  readonly sound?: Signal;
  /** 2: `sound` writes left and right in turn. */
  readonly channelCount?: 1 | 2;
  /** How much faster than ours the microphone's clock runs, parts per million; 0 unless said otherwise. */
  readonly clockPpm?: number;
  /** What the server does with `sound`; `plain` unless said otherwise, as there is no noise in what is made up. */
  readonly treatment?: VoiceTreatment;
  /** How large the others' pictures are asked for; absent: they are not asked for. */
  readonly watch?: { readonly widthPx: number; readonly heightPx: number };
  readonly environment?: CallEnvironment;
}

export class HeadlessParticipant {
  readonly call: Call;
  readonly picture: MovingPicture | undefined;
  readonly sound: SoundSource | undefined;
  readonly #watch: HeadlessOptions['watch'];
  readonly #pictureReaders = new Map<MediaStreamTrack, PictureReader>();
  readonly #soundReaders = new Map<MediaStreamTrack, SoundReader>();
  readonly #stopWatching: () => void;
  #told = '';

  constructor(options: HeadlessOptions) {
    const { mediaUrl, participantToken, iceServers } = options.place;
    const environment = options.environment ?? nodeEnvironment();
    this.call = new Call({ mediaUrl, participantToken, iceServers, environment });
    this.picture = options.picture && new MovingPicture(options.picture);
    const { sound, channelCount = 1, clockPpm = 0, treatment = 'plain' } = options;
    this.sound = sound && new SoundSource(sound, { channelCount, clockPpm });
    this.#watch = options.watch;
    this.#stopWatching = this.call.subscribe(() => this.#watchEverybody());
    this.call.setVoiceTreatment(treatment).catch(() => undefined);
    // Not awaited: both start by themselves once media stands. A failure shows in the call's state.
    if (this.sound) this.call.publish('microphone', this.sound.track).catch(() => undefined);
    if (this.picture) this.call.publish('camera', this.picture.track).catch(() => undefined);
  }

  get id(): string | undefined {
    return this.call.state.selfId;
  }

  join(): Promise<void> {
    return this.call.join();
  }

  /** What is received of somebody's picture; undefined while there is no track. */
  look(participantId: string, source: Source = 'camera'): PictureReader | undefined {
    return reader(this.#pictureReaders, this.call.track(participantId, source), (track) => new PictureReader(track));
  }

  /** What is received of somebody's sound; undefined while there is no track. */
  listen(participantId: string, source: Source = 'microphone'): SoundReader | undefined {
    return reader(this.#soundReaders, this.call.track(participantId, source), (track) => new SoundReader(track));
  }

  /** What is received of the server's mix of all others; undefined while there is no track. */
  listenMix(): SoundReader | undefined {
    return reader(this.#soundReaders, this.call.mixTrack(), (track) => new SoundReader(track));
  }

  /** Gives the place back. */
  async leave(): Promise<void> {
    await this.call.leave();
    this.close();
  }

  /** Drops everything without a word. */
  close(): void {
    this.#stopWatching();
    this.call.close();
    for (const { stop } of [...this.#pictureReaders.values(), ...this.#soundReaders.values()].map(stopper)) stop();
    this.#pictureReaders.clear();
    this.#soundReaders.clear();
    this.picture?.stop();
    this.sound?.stop();
  }

  #watchEverybody(): void {
    if (this.#watch === undefined) return;
    const watch = this.#watch;
    const tiles = this.call.state.participants
      .filter(({ isSelf }) => !isSelf)
      .flatMap(({ participantId, producers }) =>
        producers.filter(({ kind }) => kind === 'video').map(({ source }) => ({ participantId, source, ...watch })),
      );
    const text = JSON.stringify(tiles);
    if (text === this.#told) return;
    this.#told = text;
    this.call.setTiles(tiles);
  }
}

const stopper = (reader: PictureReader | SoundReader) => ({ stop: () => reader.stop() });

function reader<Reader>(
  readers: Map<MediaStreamTrack, Reader>,
  track: MediaStreamTrack | undefined,
  make: (track: MediaStreamTrack) => Reader,
): Reader | undefined {
  if (track === undefined) return undefined;
  const before = readers.get(track);
  if (before !== undefined) return before;
  const made = make(track);
  readers.set(track, made);
  return made;
}
