/**
 * One microphone on its way into the mix, frame by frame: jitter buffer -> decode -> (concealment) -> read at the buffer's rate -> clean -> decide
 * whether anything is to be heard and whether somebody speaks -> gate. A microphone that is silent, muted or gone costs next to nothing: where the
 * packets themselves say that they hold silence (RFC 6464), they are not even decoded.
 */
import { JitterBuffer } from '../../machines/jitter-buffer/jitter-buffer.ts';
import { createOpusView, readOpusPacket } from '../../wire/opus.ts';
import { packetSamplesMax, type SoundDecoder, type SoundLibrary, soundRateHz } from '../codecs/sound-codec.ts';
import type { MicrophoneSettings, VoiceTreatment } from '../commands.ts';
import { createSoundFrame, frameSamples, type SoundFrame } from '../frame.ts';
import { Cleaning } from './cleaning.ts';
import { Concealment } from './concealment.ts';
import { levelDbov } from './level.ts';
import { Readability } from './readability.ts';
import { RoomNoise } from './room-noise.ts';
import { SampleQueue } from './sample-queue.ts';
import { Sides } from './sides.ts';
import { SpeechDecision, speechDbov } from './speech-decision.ts';
import { echoOf, VoiceGate } from './voice-gate.ts';

/** As the plane taps it; times in milliseconds since the epoch. */
export interface SoundPacket {
  readonly sequence: number;
  readonly timestamp: number;
  readonly arrivalMs: number;
  /** 0 = loudest, 127 = silence, -1 = not told. */
  readonly levelDbov: number;
  readonly payload: Uint8Array;
  /** Of its sound at 48 kHz; whoever makes the packet leaves it 0, the microphone that receives it writes it. */
  durationSamples: number;
}

/** A sender that says its packet is quieter than this is believed. */
const toldSilentDbov = 70;
/** Decoded sound that is quieter than this while the gate is shut is not worth cleaning. */
const silentDbov = 76;
/** So much of what was skipped is decoded after all when the voice begins, for the decoder to be in tune. */
const warmUpPackets = 2;

/** Decoding is done by one microphone after the other: the thread's scratch space serves them all. */
const decodedLeft = new Float32Array(packetSamplesMax);
const decodedRight = new Float32Array(packetSamplesMax);
const opusView = createOpusView();

export class Microphone {
  settings: MicrophoneSettings;
  /** What it adds to the mix this tick, valid while `isHeard`. */
  readonly frame = createSoundFrame();
  isHeard = false;
  /** There is no time to clean it. */
  #isSpared = false;
  /** Of the loudest frame since `takeLevel`. */
  #loudestDbov = 127;
  readonly #library: SoundLibrary;
  #buffer: JitterBuffer<SoundPacket>;
  readonly #queue = new SampleQueue();
  readonly #concealment = new Concealment();
  readonly #noise = new RoomNoise();
  readonly #sides = new Sides();
  readonly #decision = new SpeechDecision();
  readonly #gate = new VoiceGate();
  readonly #readability = new Readability();
  readonly #skipped: SoundPacket[] = [];
  #decoder: SoundDecoder | undefined;
  #cleaning: Cleaning | undefined;
  #lastTimestamp = 0;
  #isAtRest = true;

  constructor(settings: MicrophoneSettings, library: SoundLibrary) {
    this.settings = settings;
    this.#library = library;
    this.#buffer = new JitterBuffer({ clockRateHz: settings.clockRateHz });
  }

  get isReadable(): boolean {
    return this.#readability.isReadable;
  }

  get isSpeaking(): boolean {
    return this.settings.source === 'microphone' && this.#decision.isSpeaking;
  }

  /** Its sound waits so long for the beat it is mixed in, held against the packets that came quickest. */
  get delayMs(): number {
    return this.#buffer.delayMs;
  }

  /** The loudest of the frames since it was last asked. */
  takeLevel(): number {
    const level = this.#loudestDbov;
    this.#loudestDbov = 127;
    return level;
  }

  receive(packet: SoundPacket): void {
    // Padding alone is a probe of the sender's network, and no sound.
    if (this.settings.paused || packet.payload.length === 0) return;
    const durationSamples = this.#durationOf(packet.payload);
    if (durationSamples <= 0) {
      this.#readability.hearGarbage();
      return;
    }
    const stepTicks = (packet.timestamp - this.#lastTimestamp) | 0;
    const stepSamples = stepTicks * (soundRateHz / this.settings.clockRateHz);
    this.#lastTimestamp = packet.timestamp;
    this.#readability.hear({ sequence: packet.sequence, stepSamples, durationSamples });
    packet.durationSamples = durationSamples;
    this.#buffer.insert(packet);
  }

  /** Makes this tick's frame. `mayClean` false: the machine is short of time, and cleaning is what is left out. */
  tick(nowMs: number, mayClean: boolean): void {
    if (this.settings.paused && !this.#gate.isOpen) {
      if (!this.#isAtRest) this.#rest();
      return;
    }
    this.#isAtRest = false;
    this.#buffer.beginTick(nowMs, !this.#gate.isOpen);
    const { rate } = this.#buffer;
    this.#fill(rate);
    if (this.#queue.isSilent && !this.#gate.isOpen) {
      this.#passSilence(rate);
      return;
    }
    const { frame } = this;
    this.#queue.read(frame.left, frame.right, frameSamples, rate);
    frame.channels = this.#queue.channels;
    this.#treat(this.settings.treatment, mayClean);
    this.isHeard = this.#gate.process(frame, this.#decision.isAudible && !this.settings.paused && this.isReadable);
  }

  /**
   * It goes on in another mix with its next tick. Answers what the old one may still give then, undefined when it gave nothing: the last frame, backwards
   * and fading, so that the voice neither breaks off nor says a word more.
   */
  moveOn(): SoundFrame | undefined {
    const echo = this.isHeard && this.#gate.isOpen ? echoOf(this.frame) : undefined;
    this.isHeard = false;
    this.#gate.openAnew();
    return echo;
  }

  close(): void {
    this.#decoder?.close();
    this.#cleaning?.close();
  }

  #treat(treatment: VoiceTreatment, mayClean: boolean): void {
    const { frame } = this;
    if (this.settings.source === 'screenSound') {
      this.#note(loudestDbov(frame), 0);
      return;
    }
    this.#isSpared = treatment === 'suppressed' && !mayClean;
    const isOriginal = treatment === 'original';
    const rawDbov = isOriginal ? loudestDbov(frame) : 0;
    this.#sides.takeApart(frame, isOriginal);
    if (!isOriginal && !this.#isWorthCleaning()) {
      this.#sides.rest();
      frame.channels = 1;
      this.#note(127, 0);
      return;
    }
    // Original sound is judged as every voice is, so that no fan and no keyboard becomes the speaker; what is too quiet for one need not be.
    const judges = mayClean && (!isOriginal || rawDbov <= speechDbov);
    this.#cleaning ??= new Cleaning(this.#library.noiseCleaner());
    this.#cleaning.process(frame.left, treatment === 'suppressed' && mayClean, judges);
    this.#sides.putTogether(frame);
    const level = isOriginal ? rawDbov : levelDbov(frame.left, frameSamples);
    this.#note(level, judges ? this.#cleaning.speechProbability : mayClean ? 0 : undefined);
  }

  /** Not heard, and silent or no more than the noise of a room: it is not. */
  #isWorthCleaning(): boolean {
    const { left } = this.frame;
    if (this.#gate.isOpen) {
      this.#noise.reset();
      return true;
    }
    const level = levelDbov(left, frameSamples);
    const isNoise = this.#noise.hear(level);
    if (level >= silentDbov) this.#cleaning?.rest();
    else if (isNoise) {
      this.#cleaning?.doze(left);
      this.#decision.hearRoom(level);
    }
    return level < silentDbov && !isNoise;
  }

  #note(level: number, speechProbability: number | undefined): void {
    if (level < this.#loudestDbov) this.#loudestDbov = level;
    this.#decision.hear({
      levelDbov: level,
      speechProbability,
      isCleaned: this.settings.treatment === 'suppressed',
      isSpared: this.#isSpared,
    });
  }

  #passSilence(rate: number): void {
    this.isHeard = false;
    this.#queue.skip(frameSamples, rate);
    this.#queue.settle(rate);
    this.#cleaning?.rest();
    this.#sides.rest();
    this.#note(127, 0);
  }

  /** Muted, and faded out: the next sound begins anew. */
  #rest(): void {
    this.#isAtRest = true;
    this.isHeard = false;
    this.#buffer = new JitterBuffer({ clockRateHz: this.settings.clockRateHz });
    this.#queue.clear();
    this.#concealment.reset();
    this.#cleaning?.rest();
    this.#sides.rest();
    this.#decision.reset();
    this.#skipped.length = 0;
  }

  #fill(rate: number): void {
    for (let missing = this.#queue.missing(frameSamples, rate); missing > 0; ) {
      const step = this.#buffer.next();
      if (step.kind === 'packet') this.#play(step.packet, step.skipSamples, step.begins);
      else if (step.kind === 'lost') this.#bridge(step.samples);
      else {
        this.#queue.pushSilence(step.samples);
        this.#concealment.reset();
      }
      missing = this.#queue.missing(frameSamples, rate);
    }
  }

  /** The first `skipSamples` of the packet are left out, unheard. `begins`: it does not go on where the last one ended. */
  #play(packet: SoundPacket, skipSamples: number, begins: boolean): void {
    if (!this.isReadable || this.#isToldSilent(packet)) {
      const samples = packet.durationSamples - skipSamples;
      this.#queue.pushSilence(samples);
      if (begins) this.#skipped.length = 0;
      this.#skipped.push(packet);
      if (this.#skipped.length > warmUpPackets) this.#skipped.shift();
      return;
    }
    this.#decoder ??= this.#library.decoder(this.settings.format);
    this.#decoder.wantsSides = this.#wantsSides;
    if (begins) {
      this.#skipped.length = 0;
      this.#decoder.reset();
    }
    for (const skipped of this.#skipped) this.#decoder.decode(skipped.payload, decodedLeft, decodedRight);
    this.#skipped.length = 0;
    const samples = this.#decoder.decode(packet.payload, decodedLeft, decodedRight);
    if (samples <= 0) {
      this.#readability.hearGarbage();
      this.#bridge(packet.durationSamples - skipSamples);
      return;
    }
    const right = this.#decoder.channels === 2 ? decodedRight : undefined;
    if (skipSamples > 0) {
      decodedLeft.copyWithin(0, skipSamples, samples);
      right?.copyWithin(0, skipSamples, samples);
    }
    const played = Math.max(0, samples - skipSamples);
    this.#concealment.hear(decodedLeft, right, played);
    this.#queue.push(decodedLeft, right, played);
  }

  get #wantsSides(): boolean {
    const { source, treatment } = this.settings;
    return source === 'screenSound' || treatment === 'original' || this.#sides.areHeard;
  }

  #bridge(samples: number): void {
    this.#concealment.bridge(this.#queue, this.#decoder, decodedLeft, decodedRight, samples);
  }

  /** Only while nothing of it is heard: the end of a word is decoded however quiet. */
  #isToldSilent({ levelDbov }: SoundPacket): boolean {
    if (this.#gate.isOpen || this.settings.source !== 'microphone') return false;
    return levelDbov >= toldSilentDbov || (this.settings.treatment !== 'original' && this.#noise.covers(levelDbov));
  }

  /** 0 or less = such a packet cannot be. */
  #durationOf(payload: Uint8Array): number {
    switch (this.settings.format) {
      case 'opus':
        return readOpusPacket(payload, opusView) ? opusView.samples : 0;
      // All three send 8,000 bytes a second.
      case 'pcmu':
      case 'pcma':
      case 'g722':
        return Math.min(payload.length * 6, packetSamplesMax);
    }
  }
}

function loudestDbov({ left, right, channels }: SoundFrame): number {
  const level = levelDbov(left, frameSamples);
  return channels === 1 ? level : Math.min(level, levelDbov(right, frameSamples));
}
