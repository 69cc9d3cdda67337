/** Reads at the receiving end what the fake devices sent: the code out of a tile's pixels, the tones out of what the page plays. */
import { counterHz, frameCodeSource } from './fake-devices.ts';

export interface SeenFrame {
  readonly colour: number;
  readonly counter: number;
  /** How long ago it was drawn by the sender's camera. */
  readonly ageMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface ReadBack {
  frame(figureName: string): SeenFrame | undefined;
  /** Of the page's one player. */
  playerFrame(): SeenFrame | undefined;
  toneDb(frequencyHz: number): Promise<number>;
}

declare global {
  interface Window {
    vecheReadBack: ReadBack;
  }
}

export async function readBackScript(): Promise<string> {
  return `(() => {
${await frameCodeSource()}
${installReadBack.toString()}
window.vecheReadBack = installReadBack(readFrameCodeFromRgba, ${counterHz});
})();`;
}

/** Runs inside the page. */
function installReadBack(
  read: (picture: {
    width: number;
    height: number;
    data: Uint8ClampedArray;
  }) => { counter: number; colour: number } | undefined,
  hz: number,
): ReadBack {
  const canvas = document.createElement('canvas');
  let audio: AudioContext | undefined;
  const analysers = new Map<MediaStreamTrack, AnalyserNode>();
  const remoteTracks = (): MediaStreamTrack[] =>
    [...document.querySelectorAll<HTMLMediaElement>('audio, video')]
      .filter((element) => element.srcObject instanceof MediaStream && !element.muted)
      .flatMap((element) => (element.srcObject as MediaStream).getAudioTracks());
  const frameOf = (video: HTMLVideoElement | null): SeenFrame | undefined => {
    if (video === null || video.videoWidth === 0 || video.readyState < 2) return undefined;
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
    context.drawImage(video, 0, 0);
    const code = read(context.getImageData(0, 0, canvas.width, canvas.height));
    if (code === undefined) return undefined;
    const now = Math.floor((Date.now() / 1000) * hz) & 0xffff;
    const ageFrames = (now - code.counter) & 0xffff;
    return { ...code, ageMs: (ageFrames * 1000) / hz, widthPx: canvas.width, heightPx: canvas.height };
  };
  return {
    frame: (figureName) => frameOf(document.querySelector(`figure[aria-label="${CSS.escape(figureName)}"] video`)),
    playerFrame: () => frameOf(document.querySelector('video')),
    toneDb: async (frequencyHz) => {
      audio ??= new AudioContext();
      await audio.resume();
      const tracks = remoteTracks();
      for (const [track, analyser] of analysers) {
        if (tracks.includes(track)) continue;
        analyser.disconnect();
        analysers.delete(track);
      }
      for (const track of tracks) {
        if (analysers.has(track)) continue;
        const analyser = audio.createAnalyser();
        analyser.fftSize = 8_192;
        analyser.smoothingTimeConstant = 0;
        audio.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        analysers.set(track, analyser);
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      let loudestDb = -200;
      for (const analyser of analysers.values()) {
        const spectrum = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(spectrum);
        const bin = Math.round((frequencyHz * analyser.fftSize) / audio.sampleRate);
        const peakDb = Math.max(...spectrum.slice(bin - 2, bin + 3));
        if (Number.isFinite(peakDb)) loudestDb = Math.max(loudestDb, peakDb);
      }
      return loudestDb;
    },
  };
}
