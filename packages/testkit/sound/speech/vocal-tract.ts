/** From targets to sound: source, nose and formants in cascade, friction beside them; every parameter glides to its target as a mouth would. */
import { Glottis } from './glottis.ts';
import type { Friction } from './phonemes.ts';
import { AntiResonator, BandPass, Resonator } from './resonator.ts';
import type { TimedSegment } from './utterance.ts';
import type { Voice } from './voice.ts';

/** Filters are tuned anew this often. */
const stepMs = 2;
/** Time constants of the gliding parameters. */
const glideMs = { formants: 16, amplitudes: 7, pitch: 45 };
const bandwidthsHz = [70, 90, 130, 200];
/** Formants above the fourth do not move. */
const upperFormantsHz = [4_300, 5_300, 6_400, 7_600];
const upperBandwidthHz = 350;
const nose = { poleHz: 270, closedZeroHz: 270, openZeroHz: 500, bandwidthHz: 100 };
const noFriction: Friction = { centreHz: 4_000, bandwidthHz: 2_000, amplitude: 0 };

export class VocalTract {
  readonly #voice: Voice;
  readonly #sampleRateHz: number;
  readonly #random: () => number;
  readonly #glottis: Glottis;
  readonly #formants: Resonator[];
  readonly #nosePole: Resonator;
  readonly #noseZero: AntiResonator;
  readonly #friction: BandPass;
  readonly #formantsHz = [500, 1_450, 2_450, 3_400];
  #pitchHz: number;
  #voicing = 0;
  #aspiration = 0;
  #frictionAmplitude = 0;
  #noseZeroHz = nose.closedZeroHz;

  constructor(voice: Voice, sampleRateHz: number, random: () => number) {
    this.#voice = voice;
    this.#sampleRateHz = sampleRateHz;
    this.#random = random;
    this.#pitchHz = voice.pitchHz;
    this.#glottis = new Glottis(sampleRateHz, voice, random);
    this.#nosePole = new Resonator(sampleRateHz);
    this.#nosePole.tune(nose.poleHz, nose.bandwidthHz);
    this.#noseZero = new AntiResonator(sampleRateHz);
    this.#friction = new BandPass(sampleRateHz);
    this.#formants = [...this.#formantsHz, ...upperFormantsHz].map(() => new Resonator(sampleRateHz));
    upperFormantsHz.forEach((hz, index) => {
      this.#formants[4 + index]!.tune(hz * voice.formantScale, upperBandwidthHz);
    });
  }

  /** Speaks one segment into `into` from `from` on; answers where it ended, at most `into.length`. */
  speak({ segment, lengthMs, pitchHz, effort }: TimedSegment, into: Float32Array, from: number): number {
    const end = Math.min(into.length, from + Math.round((lengthMs * this.#sampleRateHz) / 1_000));
    const stepSamples = Math.round((stepMs * this.#sampleRateHz) / 1_000);
    const friction = segment.friction ?? noFriction;
    if (segment.friction !== undefined) this.#friction.tune(friction.centreHz, friction.bandwidthHz);
    for (let at = from; at < end; at += stepSamples) {
      this.#glide(segment.formantsHz, segment.nasal, pitchHz);
      const stepEnd = Math.min(end, at + stepSamples);
      const ease = 1 - Math.exp(-1 / ((glideMs.amplitudes * this.#sampleRateHz) / 1_000));
      for (let i = at; i < stepEnd; i++) {
        this.#voicing += ease * (segment.voicing * effort - this.#voicing);
        this.#aspiration += ease * (segment.aspiration * effort - this.#aspiration);
        this.#frictionAmplitude += ease * (friction.amplitude * effort - this.#frictionAmplitude);
        into[i] = this.#sample();
      }
    }
    return end;
  }

  #sample(): number {
    let sound = this.#glottis.next(this.#pitchHz, this.#voicing, this.#aspiration);
    sound = this.#noseZero.next(this.#nosePole.next(sound));
    for (const formant of this.#formants) sound = formant.next(sound);
    const noise = this.#random() + this.#random() - 1;
    return sound + this.#frictionAmplitude * this.#friction.next(noise);
  }

  #glide(targetHz: readonly number[], isNasal: boolean, pitchHz: number): void {
    const ease = 1 - Math.exp(-stepMs / glideMs.formants);
    for (let index = 0; index < 4; index++) {
      this.#formantsHz[index]! += ease * (targetHz[index]! - this.#formantsHz[index]!);
      this.#formants[index]!.tune(
        this.#formantsHz[index]! * this.#voice.formantScale,
        bandwidthsHz[index]! * (isNasal ? 1.6 : 1),
      );
    }
    this.#noseZeroHz += ease * ((isNasal ? nose.openZeroHz : nose.closedZeroHz) - this.#noseZeroHz);
    this.#noseZero.tune(this.#noseZeroHz, nose.bandwidthHz);
    this.#pitchHz += (1 - Math.exp(-stepMs / glideMs.pitch)) * (pitchHz - this.#pitchHz);
  }
}
