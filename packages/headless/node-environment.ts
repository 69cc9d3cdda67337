/** The call's environment in a Node process: its own WebSocket, and libwebrtc by @roamhq/wrtc. */
import type { CallEnvironment } from '@veche/client/call-environment.ts';
import { installWrtcGlobals } from './wrtc-globals.ts';

export function nodeEnvironment(): CallEnvironment {
  installWrtcGlobals();
  return {
    WebSocket: globalThis.WebSocket,
    handlerName: 'Chrome111',
    nowMs: () => Date.now(),
    random01: () => Math.random(),
    setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
    clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  };
}
