/** Gives Node the WebRTC globals that mediasoup-client expects of a browser, from the @roamhq/wrtc engine. */
import { createRequire } from 'node:module';
import type * as Wrtc from '@roamhq/wrtc';

/** CommonJS: its names are not visible to `import`. */
export const wrtc = createRequire(import.meta.url)('@roamhq/wrtc') as typeof Wrtc;

const names = [
  'MediaStream',
  'MediaStreamTrack',
  'RTCPeerConnection',
  'RTCIceCandidate',
  'RTCSessionDescription',
  'RTCRtpSender',
  'RTCRtpReceiver',
  'RTCRtpTransceiver',
] as const;

export function installWrtcGlobals(): void {
  for (const name of names) {
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value: wrtc[name], configurable: true });
  }
}
