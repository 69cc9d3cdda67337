/**
 * Who speaks: by what the mixer hears after cleaning where sound is mixed, by the levels that senders write into their packets (RFC 6464) where it
 * is forwarded. Speaking outlasts short pauses, and the
 * active speaker changes only after somebody else has clearly held the floor: a cough moves nobody's picture.
 */
export interface SpeakerLevel {
  readonly participantId: string;
  /** 0 = loudest, 127 = silence. */
  readonly levelDbov: number;
  readonly voice: boolean;
}

interface Voice {
  /** Smoothed loudness, 0 = silence, 127 = loudest. */
  readonly loudness: number;
  /** Since when without a pause longer than the hangover; undefined = silent. */
  readonly speakingSinceMs: number | undefined;
  readonly lastVoiceMs: number;
}

export interface Speakers {
  readonly voices: ReadonlyMap<string, Voice>;
  /** Loudest first. */
  readonly speaking: readonly string[];
  readonly active: string | null;
  readonly challenger: { readonly participantId: string; readonly sinceMs: number } | undefined;
}

export const noSpeakers: Speakers = { voices: new Map(), speaking: [], active: null, challenger: undefined };

const voiceLevelDbov = 50;
const hangoverMs = 600;
const onsetMs = 150;
/** How long another one must be the loudest before the active speaker changes while the old one still speaks. */
const takeoverMs = 1_000;
/** The same when the old one is silent. */
const successionMs = 400;
const takeoverMargin = 6;

/** One batch of levels, every 100 ms or so; participants that are not named were silent. */
export function hearLevels(before: Speakers, levels: readonly SpeakerLevel[], nowMs: number): Speakers {
  const voices = new Map<string, Voice>();
  const heard = new Map(levels.map((level) => [level.participantId, level]));
  for (const participantId of new Set([...before.voices.keys(), ...heard.keys()])) {
    const voice = nextVoice(before.voices.get(participantId), heard.get(participantId), nowMs);
    if (voice !== undefined) voices.set(participantId, voice);
  }
  const speaking = [...voices]
    .filter(
      ([, { speakingSinceMs, lastVoiceMs }]) =>
        speakingSinceMs !== undefined && lastVoiceMs - speakingSinceMs >= onsetMs,
    )
    .toSorted(([, a], [, b]) => b.loudness - a.loudness)
    .map(([participantId]) => participantId);
  return { voices, speaking: steadyOrder(before.speaking, speaking), ...nextActive(before, voices, speaking, nowMs) };
}

/** Forgets a participant who left or has no microphone any more. */
export function forgetSpeaker(before: Speakers, participantId: string): Speakers {
  if (!before.voices.has(participantId) && before.active !== participantId) return before;
  const voices = new Map(before.voices);
  voices.delete(participantId);
  return {
    voices,
    speaking: before.speaking.filter((id) => id !== participantId),
    active: before.active === participantId ? null : before.active,
    challenger: before.challenger?.participantId === participantId ? undefined : before.challenger,
  };
}

function nextVoice(before: Voice | undefined, level: SpeakerLevel | undefined, nowMs: number): Voice | undefined {
  const loudness = level === undefined ? 0 : 127 - level.levelDbov;
  const smoothed = (before?.loudness ?? loudness) * 0.6 + loudness * 0.4;
  const isVoice =
    level !== undefined &&
    level.levelDbov < 127 &&
    (level.voice ? level.levelDbov <= voiceLevelDbov + 15 : level.levelDbov <= voiceLevelDbov);
  if (isVoice) return { loudness: smoothed, speakingSinceMs: before?.speakingSinceMs ?? nowMs, lastVoiceMs: nowMs };
  if (before?.speakingSinceMs === undefined) return undefined;
  if (nowMs - before.lastVoiceMs > hangoverMs) return undefined;
  return { ...before, loudness: smoothed };
}

/** The same set keeps its order, so that nothing is told again when two voices are alike. */
function steadyOrder(before: readonly string[], now: readonly string[]): readonly string[] {
  return before.length === now.length && now.every((id) => before.includes(id)) ? before : now;
}

function nextActive(
  before: Speakers,
  voices: ReadonlyMap<string, Voice>,
  speaking: readonly string[],
  nowMs: number,
): Pick<Speakers, 'active' | 'challenger'> {
  const loudest = speaking[0];
  const { active } = before;
  if (loudest === undefined || loudest === active) return { active, challenger: undefined };
  if (active === null) return { active: loudest, challenger: undefined };
  const activeSpeaks = speaking.includes(active);
  const margin = (voices.get(loudest)?.loudness ?? 0) - (voices.get(active)?.loudness ?? 0);
  if (activeSpeaks && margin < takeoverMargin) return { active, challenger: undefined };
  const challenger =
    before.challenger?.participantId === loudest ? before.challenger : { participantId: loudest, sinceMs: nowMs };
  if (nowMs - challenger.sinceMs < (activeSpeaks ? takeoverMs : successionMs)) return { active, challenger };
  return { active: loudest, challenger: undefined };
}
