/**
 * A camera and a microphone with known content for any browser: every frame carries the time it was drawn and the person's
 * colour (packages/testkit/frame-code.ts), the microphone a pure tone. Where a browser lacks real devices these stand in for them.
 */
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

export interface FakeDevices {
  /** 0 to 15; undefined = this machine has no camera. */
  readonly colour?: number;
  /** Undefined, and no voice either = this machine has no microphone. */
  readonly toneHz?: number;
  /** Sound comes, a tone in syllables of a quarter of a second, only in this part of each period of the wall's clock, beginning on the dot. With a voice the tone is soft beside it. */
  readonly turn?: { readonly periodMs: number; readonly fromMs: number; readonly toMs: number };
  /** A voice that speaks over and over again, instead of a tone. */
  readonly voice?: FakeVoice;
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** Of a screen that is shared. */
  readonly screenWidthPx?: number;
  readonly screenHeightPx?: number;
}

/** 16-bit samples in base64, so that they can be written into a page. */
export interface FakeVoice {
  readonly samples: string;
  readonly sampleRateHz: number;
}

/** Counters step with the clock, 30 a second, so that any page on this machine can tell how old a frame is. */
export const counterHz = 30;

export async function frameCodeSource(): Promise<string> {
  const source = await readFile(join(import.meta.dirname, '../../packages/testkit/frame-code.ts'), 'utf8');
  return stripTypeScriptTypes(source).replaceAll(/^export /gm, '');
}

export async function fakeDevicesScript(devices: FakeDevices): Promise<string> {
  return `(() => {
${await frameCodeSource()}
const devices = ${JSON.stringify({ widthPx: 640, heightPx: 360, screenWidthPx: 1280, screenHeightPx: 720, ...devices })};
${installFakeDevices.toString()}
installFakeDevices(devices, ${counterHz}, frameColours, (width, height, code, visit) => forEachBlock(width, height, frameCodeBlocks(code), visit));
})();`;
}

/** Runs inside the page. */
function installFakeDevices(
  devices: Required<Pick<FakeDevices, 'widthPx' | 'heightPx' | 'screenWidthPx' | 'screenHeightPx'>> & FakeDevices,
  hz: number,
  colours: readonly (readonly [number, number, number])[],
  forEachBlockOf: (
    widthPx: number,
    heightPx: number,
    code: { counter: number; colour: number },
    visit: (left: number, top: number, right: number, bottom: number, white: boolean) => void,
  ) => void,
): void {
  const camera = (colour: number, widthPx: number, heightPx: number): MediaStreamTrack => {
    const canvas = document.createElement('canvas');
    canvas.width = widthPx;
    canvas.height = heightPx;
    const context = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
    const [red, green, blue] = colours[colour] ?? [0, 0, 0];
    const paint = () => {
      const counter = Math.floor((Date.now() / 1000) * hz) & 0xffff;
      context.fillStyle = `rgb(${red} ${green} ${blue})`;
      context.fillRect(0, 0, widthPx, heightPx);
      context.fillStyle = 'rgb(255 255 255 / 0.6)';
      context.beginPath();
      context.arc((counter * 4) % widthPx, heightPx * 0.6, heightPx / 8, 0, Math.PI * 2);
      context.fill();
      forEachBlockOf(widthPx, heightPx, { counter, colour }, (left, top, right, bottom, white) => {
        context.fillStyle = white ? '#fff' : '#000';
        context.fillRect(left, top, right - left, bottom - top);
      });
    };
    paint();
    setInterval(paint, 1000 / hz);
    return canvas.captureStream(hz).getVideoTracks()[0] as MediaStreamTrack;
  };
  /** Ten minutes of turns, told in advance: the page's timers are not on the dot, its sound is. */
  const takeTurns = (
    audio: AudioContext,
    gain: AudioParam,
    turn: NonNullable<FakeDevices['turn']>,
    syllableMs = 180,
  ) => {
    const loud = gain.value;
    const nowMs = Date.now();
    const soundNow = audio.currentTime;
    const soundTime = (wallMs: number) => Math.max(soundNow, soundNow + (wallMs - nowMs) / 1_000);
    gain.setValueAtTime(0, audio.currentTime);
    // What is past of the first one is made up for at once.
    const firstMs = Math.floor(nowMs / turn.periodMs) * turn.periodMs;
    for (let periodMs = firstMs; periodMs < nowMs + 600_000; periodMs += turn.periodMs) {
      for (let atMs = turn.fromMs; atMs + 250 <= turn.toMs; atMs += 250) {
        gain.setValueAtTime(loud, soundTime(periodMs + atMs));
        if (syllableMs < 250) gain.setValueAtTime(loud / 8, soundTime(periodMs + atMs + syllableMs));
      }
      gain.setValueAtTime(0, soundTime(periodMs + turn.toMs));
    }
  };
  const microphone = (toneHz: number, turn?: FakeDevices['turn']): MediaStreamTrack => {
    const audio = new AudioContext();
    void audio.resume();
    const tone = audio.createOscillator();
    tone.frequency.value = toneHz;
    const gain = audio.createGain();
    gain.gain.value = 0.25;
    const out = audio.createMediaStreamDestination();
    tone.connect(gain).connect(out);
    if (turn !== undefined) void audio.resume().then(() => takeTurns(audio, gain.gain, turn));
    tone.start();
    return out.stream.getAudioTracks()[0] as MediaStreamTrack;
  };
  const voiceMicrophone = (
    { samples, sampleRateHz }: FakeVoice,
    toneHz?: number,
    turn?: FakeDevices['turn'],
  ): MediaStreamTrack => {
    const bytes = Uint8Array.from(atob(samples), (character) => character.charCodeAt(0));
    const audio = new AudioContext();
    void audio.resume();
    const buffer = audio.createBuffer(1, bytes.length / 2, sampleRateHz);
    buffer.copyToChannel(
      Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32_768),
      0,
    );
    const out = audio.createMediaStreamDestination();
    const speaker = audio.createBufferSource();
    speaker.buffer = buffer;
    speaker.loop = true;
    if (turn === undefined || toneHz === undefined) speaker.connect(out);
    else {
      const [voiceGain, toneGain, tone] = [audio.createGain(), audio.createGain(), audio.createOscillator()];
      tone.frequency.value = toneHz;
      toneGain.gain.value = 0.08;
      speaker.connect(voiceGain).connect(out);
      tone.connect(toneGain).connect(out);
      tone.start();
      void audio.resume().then(() => {
        takeTurns(audio, voiceGain.gain, turn, turn.toMs - turn.fromMs);
        takeTurns(audio, toneGain.gain, turn);
      });
    }
    speaker.start();
    return out.stream.getAudioTracks()[0] as MediaStreamTrack;
  };
  const missing = (what: string) => new DOMException(`Requested device not found: ${what}`, 'NotFoundError');
  const mediaDevices = navigator.mediaDevices;
  // Firefox sends ICE checks over loopback only while the page holds a capture of its own (a synthetic one, by preference).
  const capture = mediaDevices.getUserMedia.bind(mediaDevices);
  const holdCapture = navigator.userAgent.includes('Firefox')
    ? capture({ audio: true }).then(
        (stream) => Reflect.set(window, 'vecheHeldCapture', stream),
        () => false,
      )
    : Promise.resolve(true);
  mediaDevices.getUserMedia = async (constraints) => {
    await holdCapture;
    const stream = new MediaStream();
    if (constraints?.video) {
      if (devices.colour === undefined) throw missing('camera');
      stream.addTrack(camera(devices.colour, devices.widthPx, devices.heightPx));
    }
    if (constraints?.audio) {
      if (devices.voice !== undefined) stream.addTrack(voiceMicrophone(devices.voice, devices.toneHz, devices.turn));
      else if (devices.toneHz !== undefined) stream.addTrack(microphone(devices.toneHz, devices.turn));
      else throw missing('microphone');
    }
    return stream;
  };
  mediaDevices.getDisplayMedia = async () =>
    new MediaStream([camera(15, devices.screenWidthPx, devices.screenHeightPx), microphone(1_900)]);
  const device = (kind: MediaDeviceKind, label: string) => ({
    kind,
    label,
    deviceId: `fake-${kind}`,
    groupId: 'fake',
    toJSON: () => ({}),
  });
  mediaDevices.enumerateDevices = async () =>
    [
      ...(devices.colour === undefined ? [] : [device('videoinput', 'Fake camera')]),
      ...(devices.toneHz === undefined && devices.voice === undefined ? [] : [device('audioinput', 'Fake microphone')]),
      device('audiooutput', 'Fake speaker'),
    ] as MediaDeviceInfo[];
}
