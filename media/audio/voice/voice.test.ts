import { describe, expect, it } from 'vitest';
import { createSoundFrame, frameSamples } from '../frame.ts';
import { Cleaning } from './cleaning.ts';
import { Concealment } from './concealment.ts';
import { levelDbov } from './level.ts';
import { Readability } from './readability.ts';
import { SampleQueue } from './sample-queue.ts';
import { SpeechDecision } from './speech-decision.ts';
import { VoiceGate } from './voice-gate.ts';

const tone = (count: number, from = 0, hz = 200, gain = 0.5) =>
  Float32Array.from({ length: count }, (_, i) => gain * Math.sin((2 * Math.PI * hz * (from + i)) / 48_000));
const steepest = (sound: Float32Array) =>
  sound.reduce((most, sample, i) => (i === 0 ? 0 : Math.max(most, Math.abs(sample - sound[i - 1]!))), 0);
const steepestOfTone = steepest(tone(2_000));

describe('a level', () => {
  it('is 0 for the loudest square wave, 3 for a full sine, 127 for silence', () => {
    expect(levelDbov(new Float32Array(960).fill(1), 960)).toBe(0);
    expect(levelDbov(tone(960, 0, 200, 1), 960)).toBeCloseTo(3, 1);
    expect(levelDbov(new Float32Array(960), 960)).toBe(127);
  });
});

describe('lost sound', () => {
  function play(acts: readonly ('heard' | 'lost')[]): Float32Array {
    const concealment = new Concealment();
    const queue = new SampleQueue();
    const out = new Float32Array(acts.length * 960);
    acts.forEach((act, at) => {
      if (act === 'heard') {
        const sound = tone(960, at * 960);
        concealment.hear(sound, undefined, 960);
        queue.push(sound, undefined, 960);
      } else concealment.bridge(queue, undefined, new Float32Array(5_760), new Float32Array(5_760), 960);
      queue.read(out.subarray(at * 960, (at + 1) * 960), new Float32Array(960), 960, 1);
    });
    return out;
  }

  it('goes on as the same tone, so that one packet is hardly missed', () => {
    const out = play(['heard', 'heard', 'heard', 'lost', 'heard', 'heard']);
    expect(steepest(out)).toBeLessThan(steepestOfTone * 1.5);
    expect(levelDbov(out.subarray(2_880, 3_840), 960)).toBeLessThan(levelDbov(tone(960), 960) + 4);
  });

  it('fades to silence within 60 ms and comes back without a click', () => {
    const out = play(['heard', 'heard', 'heard', 'lost', 'lost', 'lost', 'lost', 'lost', 'heard', 'heard']);
    expect(levelDbov(out.subarray(6 * 960, 8 * 960), 1_920)).toBe(127);
    expect(steepest(out)).toBeLessThan(steepestOfTone * 1.5);
  });

  it('before anything was heard is silence', () => {
    expect(levelDbov(play(['lost', 'lost']), 1_920)).toBe(127);
  });
});

describe('a gate', () => {
  it('opens and closes without a click', () => {
    const gate = new VoiceGate();
    const out = new Float32Array(5 * frameSamples);
    [false, true, true, false, false].forEach((open, at) => {
      const frame = createSoundFrame();
      frame.left.set(tone(frameSamples, at * frameSamples + 60));
      if (gate.process(frame, open)) out.set(frame.left, at * frameSamples);
    });
    expect(steepest(out)).toBeLessThan(steepestOfTone * 1.2);
    expect(levelDbov(out.subarray(2 * frameSamples, 3 * frameSamples), frameSamples)).toBeLessThan(10);
    expect(levelDbov(out.subarray(4 * frameSamples), frameSamples)).toBe(127);
  });
});

describe('cleaning', () => {
  /** Turns the voice over, so that cleaned sound can be told from plain; 10 ms late like the real one. */
  const inverter = () => {
    const waiting = new Float32Array(480);
    return {
      process(block: Float32Array) {
        const next = block.map((sample) => -sample);
        block.set(waiting);
        waiting.set(next);
        return 0.9;
      },
      reset: () => waiting.fill(0),
      close: () => undefined,
    };
  };

  it('comes out 15 ms late either way, and goes over without a click', () => {
    const cleaning = new Cleaning(inverter());
    const out = new Float32Array(8 * frameSamples);
    for (let at = 0; at < 8; at += 1) {
      const frame = tone(frameSamples, at * frameSamples);
      cleaning.process(frame, at >= 3 && at < 6, false);
      out.set(frame, at * frameSamples);
    }
    const plain = tone(8 * frameSamples, -720);
    for (let i = 2_880 - 960; i < 2_880; i += 1) expect(out[i]).toBeCloseTo(plain[i]!, 6);
    for (let i = 3_840; i < 5_760; i += 1) expect(Math.abs(out[i]! + plain[i]!)).toBeLessThan(0.05);
    for (let i = 6_720; i < 7_680; i += 1) expect(out[i]).toBeCloseTo(plain[i]!, 6);
    expect(steepest(out.subarray(960))).toBeLessThan(steepestOfTone * 1.2);
  });
});

describe('speech', () => {
  const said = (decision: SpeechDecision, frames: number, level: number, probability: number | undefined) => {
    for (let i = 0; i < frames; i += 1) {
      decision.hear({ levelDbov: level, speechProbability: probability, isCleaned: probability !== undefined });
    }
  };

  /** Syllables of 100 ms, loud in the middle. */
  const syllables = (decision: SpeechDecision, count: number) => {
    for (let syllable = 0; syllable < count; syllable += 1) {
      for (const level of [38, 28, 24, 27, 36]) said(decision, 1, level, 0.95);
    }
  };

  it('is decided within two syllables and outlasts the pauses between words', () => {
    const decision = new SpeechDecision();
    syllables(decision, 2);
    expect(decision.isSpeaking).toBe(true);
    said(decision, 8, 127, 0.05);
    expect(decision.isSpeaking).toBe(true);
    said(decision, 10, 127, 0.05);
    expect(decision.isSpeaking).toBe(false);
  });

  it('is not a key or a cough', () => {
    const decision = new SpeechDecision();
    for (let key = 0; key < 20; key += 1) {
      said(decision, 2, 30, 0.8);
      said(decision, 8, 90, 0.1);
      expect(decision.isSpeaking).toBe(false);
    }
  });

  it('is not a steady noise that the cleaner takes for a voice', () => {
    const decision = new SpeechDecision();
    for (let i = 0; i < 500; i += 1) {
      said(decision, 1, 40 + 2 * Math.sin(i), 0.95);
      expect(decision.isSpeaking).toBe(false);
    }
    syllables(decision, 3);
    expect(decision.isSpeaking).toBe(true);
  });

  it('is not a fan, cleaned or, while nothing judges, plain', () => {
    const cleaned = new SpeechDecision();
    said(cleaned, 500, 45, 0.1);
    expect(cleaned.isSpeaking).toBe(false);
    const plain = new SpeechDecision();
    for (let i = 0; i < 1_500; i += 1) {
      said(plain, 1, 42, undefined);
      expect(plain.isSpeaking).toBe(false);
    }
    for (const level of [24, 20, 18, 22, 30, 23, 19, 18, 24, 33]) said(plain, 1, level, undefined);
    expect(plain.isSpeaking).toBe(true);
  });

  it('is audible with its first frame and to its very end', () => {
    const decision = new SpeechDecision();
    said(decision, 1, 55, 0.3);
    expect(decision.isAudible).toBe(true);
    said(decision, 20, 127, 0);
    expect(decision.isAudible).toBe(true);
    said(decision, 1, 127, 0);
    expect(decision.isAudible).toBe(false);
  });
});

describe('packets that make no sense', () => {
  it('are told within a second, and forgiven when they do again', () => {
    const readability = new Readability();
    let sequence = 0;
    const follow = (count: number, stepSamples: number, durationSamples: number) => {
      for (let i = 0; i < count; i += 1) readability.hear({ sequence: sequence++, stepSamples, durationSamples });
    };
    follow(200, 960, 960);
    expect(readability.isReadable).toBe(true);
    follow(20, 960, 2_880);
    expect(readability.isReadable).toBe(false);
    follow(100, 960, 960);
    expect(readability.isReadable).toBe(true);
    for (let i = 0; i < 10; i += 1) readability.hearGarbage();
    expect(readability.isReadable).toBe(false);
  });

  it('are not silence left out, nor packets that overtook each other', () => {
    const readability = new Readability();
    for (let i = 0; i < 300; i += 1)
      readability.hear({ sequence: i, stepSamples: i % 3 === 0 ? 19_200 : 960, durationSamples: 960 });
    for (let i = 300; i < 600; i += 2) {
      readability.hear({ sequence: i + 1, stepSamples: 1_920, durationSamples: 960 });
      readability.hear({ sequence: i, stepSamples: -960, durationSamples: 960 });
    }
    expect(readability.isReadable).toBe(true);
  });
});
