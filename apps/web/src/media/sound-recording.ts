/** A few seconds of a track, kept, and played back on the chosen speaker. What is recorded is not heard meanwhile. */
export interface RecordedSound {
  readonly lengthMs: number;
  /** 0 to 1, the loudest sample. */
  readonly peak: number;
  /** Resolves at its end, or when `stop` was called. */
  play(speakerId: string | null): Promise<void>;
  stop(): void;
}

export class SoundRecording {
  readonly #recorder: MediaRecorder;
  readonly #pulled = new Audio();
  readonly #pieces: Blob[] = [];
  readonly #ended: Promise<void>;

  /** Records from now on. Throws where the browser cannot. */
  constructor(track: MediaStreamTrack) {
    const stream = new MediaStream([track]);
    // Chromium decodes a received track only while something plays it.
    this.#pulled.muted = true;
    this.#pulled.srcObject = stream;
    this.#pulled.play().catch(() => undefined);
    this.#recorder = new MediaRecorder(stream, { audioBitsPerSecond: 128_000 });
    this.#recorder.ondataavailable = ({ data }) => this.#pieces.push(data);
    this.#ended = new Promise((resolve) => {
      this.#recorder.onstop = () => resolve();
    });
    this.#recorder.start();
  }

  /** Rejects when nothing can be made of what was recorded. */
  async end(): Promise<RecordedSound> {
    this.drop();
    await this.#ended;
    const context = new AudioContext();
    try {
      const bytes = await new Blob(this.#pieces, { type: this.#recorder.mimeType }).arrayBuffer();
      return recorded(await context.decodeAudioData(bytes));
    } finally {
      await context.close();
    }
  }

  drop(): void {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#pulled.srcObject = null;
  }
}

function recorded(buffer: AudioBuffer): RecordedSound {
  let stop: () => void = () => undefined;
  return {
    lengthMs: buffer.duration * 1_000,
    peak: peakOf(buffer),
    stop: () => stop(),
    async play(speakerId) {
      const context = new AudioContext();
      const source = context.createBufferSource();
      source.buffer = buffer;
      // By way of an element: only there every browser lets the speaker be chosen.
      const out = context.createMediaStreamDestination();
      source.connect(out);
      const element: HTMLAudioElement & { setSinkId?(id: string): Promise<void> } = document.createElement('audio');
      element.hidden = true;
      element.srcObject = out.stream;
      document.body.append(element);
      try {
        if (speakerId !== null) await element.setSinkId?.(speakerId).catch(() => undefined);
        await Promise.all([context.resume(), element.play()]);
        await new Promise<void>((resolve) => {
          stop = resolve;
          source.onended = () => resolve();
          source.start();
        });
      } finally {
        element.srcObject = null;
        element.remove();
        await context.close();
      }
    },
  };
}

function peakOf(buffer: AudioBuffer): number {
  let peak = 0;
  for (let channel = 0; channel < buffer.numberOfChannels; channel++) {
    for (const sample of buffer.getChannelData(channel)) peak = Math.max(peak, Math.abs(sample));
  }
  return peak;
}
