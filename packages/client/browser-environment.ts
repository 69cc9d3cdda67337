/** The call's environment in a browser page. */
import type { CallEnvironment, TimerHandle } from './call-environment.ts';

interface NetworkInformation {
  addEventListener?(type: 'change', listener: () => void): void;
  removeEventListener?(type: 'change', listener: () => void): void;
}

export function browserEnvironment(): CallEnvironment {
  return {
    WebSocket: globalThis.WebSocket,
    nowMs: () => Date.now(),
    random01: () => Math.random(),
    setTimeout: (callback, delayMs) => globalThis.setTimeout(callback, delayMs),
    clearTimeout: (handle: TimerHandle) => globalThis.clearTimeout(handle as number),
    onNetworkChange: (listener) => {
      const information = (navigator as { connection?: NetworkInformation }).connection;
      globalThis.addEventListener('online', listener);
      information?.addEventListener?.('change', listener);
      return () => {
        globalThis.removeEventListener('online', listener);
        information?.removeEventListener?.('change', listener);
      };
    },
  };
}
