/** The machine's cameras, microphones and speakers, kept up to date as they come and go. Names are there only after permission. */
import { useEffect, useState } from 'react';

export interface Devices {
  readonly cameras: readonly MediaDeviceInfo[];
  readonly microphones: readonly MediaDeviceInfo[];
  readonly speakers: readonly MediaDeviceInfo[];
}

const nothing: Devices = { cameras: [], microphones: [], speakers: [] };

/** `version`: read again when it changes, for instance after permission was given. */
export function useDevices(version: unknown): Devices {
  const [devices, setDevices] = useState(nothing);
  // `version` asks for another reading
  useEffect(() => {
    const source = navigator.mediaDevices as MediaDevices | undefined;
    if (source === undefined) return;
    let gone = false;
    const read = async (): Promise<void> => {
      const found = await source.enumerateDevices().catch(() => []);
      if (gone) return;
      const ofKind = (kind: MediaDeviceKind) =>
        found.filter((device) => device.kind === kind && device.deviceId !== '');
      setDevices({ cameras: ofKind('videoinput'), microphones: ofKind('audioinput'), speakers: ofKind('audiooutput') });
    };
    void read();
    const listener = (): void => void read();
    source.addEventListener('devicechange', listener);
    return () => {
      gone = true;
      source.removeEventListener('devicechange', listener);
    };
  }, [version]);
  return devices;
}
