/** Three notes of a bell on the chosen speaker: enough to hear that it works. */
type SinkContext = AudioContext & { setSinkId?(id: string): Promise<void> };

export async function playSpeakerTest(speakerId: string | null): Promise<void> {
  const context: SinkContext = new AudioContext();
  if (speakerId !== null) await context.setSinkId?.(speakerId).catch(() => undefined);
  const start = context.currentTime + 0.05;
  [523.25, 659.25, 783.99].forEach((frequencyHz, index) => {
    const at = start + index * 0.28;
    for (const [ratio, loudness] of [
      [1, 0.25],
      [2.4, 0.08],
    ] as const) {
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = frequencyHz * ratio;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(loudness, at + 0.01);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
      tone.connect(gain).connect(context.destination);
      tone.start(at);
      tone.stop(at + 1);
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 1_800));
  await context.close();
}
