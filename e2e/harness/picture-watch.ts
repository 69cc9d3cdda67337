/**
 * What becomes of pictures over time, seen from inside a page: which codecs flow in and out, when each picture last moved, and whether the page had to begin
 * anything anew for it - a socket, a connection, a device.
 */
import type { Guest } from './guest.ts';

export interface FlowingPicture {
  readonly mimeType: string;
  readonly direction: 'out' | 'in';
  /** Of a simulcast layer that is sent. */
  readonly rid: string | undefined;
  readonly heightPx: number;
  /** Since the page began. */
  readonly frames: number;
  /** Sent: how long the encoder took for them. */
  readonly encodeS: number;
  readonly bytes: number;
}

export interface Beginnings {
  readonly sockets: number;
  readonly connections: number;
  readonly deviceCalls: number;
}

export interface Heard {
  readonly method: string;
  readonly atMs: number;
}

/** Of one tile. All times are the wall's. */
export interface Watched {
  readonly firstAtMs: number | undefined;
  /** Between two frames of which the second was a newer one, or since the last one until the end. */
  readonly longestGapMs: number;
  readonly gapEndedAtMs: number;
  /** Together, of moments with no picture at all; of these the longest. */
  readonly blankMs: number;
}

export interface PictureWatch {
  readonly begun: Beginnings;
  readonly heard: readonly Heard[];
  pictures(): Promise<FlowingPicture[]>;
  watch(figureName: string): void;
  watched(figureName: string, sinceMs: number, untilMs: number): Watched;
}

declare global {
  interface Window {
    vechePictures: PictureWatch;
  }
}

export const pictureWatchScript = (): string => `window.vechePictures = (${install.toString()})();`;

export const watchOf = (guest: Guest, figureName: string): Promise<void> =>
  guest.page.evaluate((name) => window.vechePictures.watch(name), figureName);

/** From `sinceMs` to `untilMs`, or until now. */
export const watchedBy = (guest: Guest, figureName: string, sinceMs: number, untilMs?: number): Promise<Watched> =>
  guest.page.evaluate(
    (name, since, until) => window.vechePictures.watched(name, since, until ?? Date.now()),
    figureName,
    sinceMs,
    untilMs,
  );

export const beginningsOf = (guest: Guest): Promise<Beginnings> =>
  guest.page.evaluate(() => ({ ...window.vechePictures.begun }));

export const heardBy = (guest: Guest): Promise<Heard[]> => guest.page.evaluate(() => [...window.vechePictures.heard]);

export const picturesOf = (guest: Guest): Promise<FlowingPicture[]> =>
  guest.page.evaluate(() => window.vechePictures.pictures());

/** Those of which something flowed in the last moment. */
export async function flowingOf(guest: Guest, overMs = 700): Promise<FlowingPicture[]> {
  const key = ({ mimeType, direction, rid, heightPx }: FlowingPicture) => `${mimeType} ${direction} ${rid} ${heightPx}`;
  const before = await picturesOf(guest);
  await new Promise((resolve) => setTimeout(resolve, overMs));
  const sums = new Map<string, number>();
  for (const picture of before) sums.set(key(picture), (sums.get(key(picture)) ?? 0) + picture.bytes);
  const now = await picturesOf(guest);
  return now.filter((picture) => picture.bytes > 0 && picture.bytes !== sums.get(key(picture)));
}

/** Runs inside the page. */
function install(): PictureWatch {
  const begun = { sockets: 0, connections: 0, deviceCalls: 0 };
  const heard: Heard[] = [];
  const connections: RTCPeerConnection[] = [];
  const everyMs = 20;

  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(Real, args) {
      const connection = Reflect.construct(Real, args) as RTCPeerConnection;
      begun.connections += 1;
      connections.push(connection);
      return connection;
    },
  });
  window.WebSocket = new Proxy(window.WebSocket, {
    construct(Real, args) {
      const socket = Reflect.construct(Real, args) as WebSocket;
      begun.sockets += 1;
      socket.addEventListener('message', ({ data }) => {
        const { method } = JSON.parse(String(data)) as { method?: string };
        if (method !== undefined) heard.push({ method, atMs: Date.now() });
      });
      return socket;
    },
  });
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (...wanted) => {
    begun.deviceCalls += 1;
    return ask(...wanted);
  };

  interface Sample {
    readonly atMs: number;
    /** undefined = no picture. */
    readonly counter: number | undefined;
  }
  const samples = new Map<string, Sample[]>();
  const sample = (name: string, into: Sample[]): void => {
    into.push({ atMs: Date.now(), counter: window.vecheReadBack.frame(name)?.counter });
    if (into.length > 20_000) into.splice(0, 10_000);
  };

  return {
    begun,
    heard,
    async pictures() {
      const found: FlowingPicture[] = [];
      for (const connection of connections) {
        if (connection.connectionState === 'closed') continue;
        const report = await connection.getStats();
        for (const record of report.values() as Iterable<Record<string, unknown>>) {
          const isOut = record.type === 'outbound-rtp';
          if ((!isOut && record.type !== 'inbound-rtp') || record.kind !== 'video') continue;
          const codec = report.get(String(record.codecId)) as { mimeType?: string } | undefined;
          found.push({
            mimeType: codec?.mimeType ?? '',
            direction: isOut ? 'out' : 'in',
            rid: record.rid as string | undefined,
            heightPx: Number(record.frameHeight ?? 0),
            frames: Number((isOut ? record.framesEncoded : record.framesDecoded) ?? 0),
            encodeS: Number(record.totalEncodeTime ?? 0),
            bytes: Number((isOut ? record.bytesSent : record.bytesReceived) ?? 0),
          });
        }
      }
      return found;
    },
    watch(name) {
      if (samples.has(name)) return;
      const into: Sample[] = [];
      samples.set(name, into);
      setInterval(() => sample(name, into), everyMs);
    },
    watched(name, sinceMs, untilMs) {
      const all = (samples.get(name) ?? []).filter(({ atMs }) => atMs <= untilMs);
      let firstAtMs: number | undefined;
      let newest: Sample | undefined;
      let longestGapMs = 0;
      let gapEndedAtMs = 0;
      let blankMs = 0;
      let before: Sample | undefined;
      for (const next of all) {
        if (next.atMs >= sinceMs) {
          if (next.counter === undefined && before !== undefined) blankMs += next.atMs - before.atMs;
          if (next.counter !== undefined) firstAtMs ??= next.atMs;
        }
        before = next;
        // Counters have 16 bits; an older frame than the newest is none that moves the picture on.
        const ahead = newest === undefined ? 1 : ((next.counter ?? 0) - (newest.counter ?? 0)) & 0xffff;
        if (next.counter === undefined || ahead === 0 || ahead > 0x7fff) continue;
        if (newest !== undefined && next.atMs >= sinceMs && next.atMs - newest.atMs > longestGapMs) {
          longestGapMs = next.atMs - newest.atMs;
          gapEndedAtMs = next.atMs;
        }
        newest = next;
      }
      const sinceNewestMs = untilMs - (newest?.atMs ?? sinceMs);
      if (sinceNewestMs > longestGapMs) {
        longestGapMs = sinceNewestMs;
        gapEndedAtMs = untilMs;
      }
      return { firstAtMs, longestGapMs, gapEndedAtMs, blankMs };
    },
  };
}
