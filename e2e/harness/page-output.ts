/** Hears what a page lets out of its own making, such as the tones that tell of a recording: all that it sends to the output of an AudioContext. */
import type { Page } from 'puppeteer-core';

interface PageOutput {
  /** How loud it was at its loudest so far, dB below full scale. */
  loudestDb(frequencyHz: number): number;
}

declare global {
  interface Window {
    vechePageOutput: PageOutput;
  }
}

/** From now on, until the page is loaded anew. */
export const hearOutput = (page: Page): Promise<void> => page.evaluate(installPageOutput);

export const loudestDb = (page: Page, frequencyHz: number): Promise<number> =>
  page.evaluate((hz) => window.vechePageOutput.loudestDb(hz), frequencyHz);

/** Runs inside the page. */
function installPageOutput(): void {
  const silentDb = -200;
  const contexts = new Map<BaseAudioContext, { readonly analyser: AnalyserNode; readonly loudest: Float32Array }>();
  const connect = AudioNode.prototype.connect as (...to: unknown[]) => AudioNode;
  const analyserOf = (context: BaseAudioContext): AnalyserNode => {
    const known = contexts.get(context);
    if (known !== undefined) return known.analyser;
    const analyser = context.createAnalyser();
    analyser.fftSize = 8_192;
    analyser.smoothingTimeConstant = 0;
    const loudest = new Float32Array(analyser.frequencyBinCount).fill(silentDb);
    contexts.set(context, { analyser, loudest });
    const now = new Float32Array(analyser.frequencyBinCount);
    const timer = setInterval(() => {
      if (context.state === 'closed') clearInterval(timer);
      analyser.getFloatFrequencyData(now);
      for (const [bin, db] of now.entries()) loudest[bin] = Math.max(loudest[bin]!, db);
    }, 20);
    return analyser;
  };
  AudioNode.prototype.connect = function (this: AudioNode, ...to: unknown[]) {
    const [target] = to;
    if (target instanceof AudioDestinationNode) connect.call(this, analyserOf(target.context));
    return connect.apply(this, to);
  } as typeof AudioNode.prototype.connect;
  window.vechePageOutput = {
    loudestDb: (frequencyHz) => {
      let db = silentDb;
      for (const [{ sampleRate }, { analyser, loudest }] of contexts) {
        const bin = Math.round((frequencyHz * analyser.fftSize) / sampleRate);
        db = Math.max(db, ...loudest.slice(bin - 1, bin + 2));
      }
      return db;
    },
  };
}
