/** Where UDP is blocked, meetings run over the one TCP port (V4); and a browser that sends H.264 is seen as well as one that sends VP8 (V2). */
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { type Program, startProgram } from './harness/program.ts';

/** Runs in the page before anything else: of the server's candidates only those over TCP are left. */
const onlyTcpScript = `(() => {
  const connections = (window.vecheConnections = []);
  const original = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function (description) {
    if (!connections.includes(this)) connections.push(this);
    const lines = description.sdp.split('\\r\\n').filter((line) => !(line.startsWith('a=candidate:') && / udp /i.test(line)));
    return original.call(this, { type: description.type, sdp: lines.join('\\r\\n') });
  };
})();`;

/** Runs in the page before anything else: the browser sends no VP8, as if it had no encoder for it. */
const withoutVp8Script = `(() => {
  const connections = (window.vecheConnections = []);
  const createOffer = RTCPeerConnection.prototype.createOffer;
  RTCPeerConnection.prototype.createOffer = function (...given) {
    if (!connections.includes(this)) connections.push(this);
    for (const transceiver of this.getTransceivers()) {
      const { kind } = transceiver.sender.track ?? transceiver.receiver.track;
      if (kind !== 'video' || transceiver.direction === 'recvonly') continue;
      const codecs = RTCRtpSender.getCapabilities('video').codecs;
      transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => !/VP8|VP9|AV1|H265/i.test(mimeType)));
    }
    return createOffer.apply(this, given);
  };
})();`;

interface Facts {
  readonly protocols: string[];
  readonly sentVideo: string[];
}

/** By which protocols the page's connections run, and the codecs of the video it sends. */
async function factsOf({ page }: Guest): Promise<Facts> {
  return await page.evaluate(async () => {
    const { vecheConnections } = window as unknown as { vecheConnections: RTCPeerConnection[] };
    const protocols: string[] = [];
    const sentVideo: string[] = [];
    for (const connection of vecheConnections) {
      const stats = [...(await connection.getStats()).values()];
      const find = (id: unknown) => stats.find((entry) => entry.id === id);
      for (const entry of stats) {
        if (entry.type === 'transport' && entry.selectedCandidatePairId !== undefined) {
          protocols.push(find(find(entry.selectedCandidatePairId)?.remoteCandidateId)?.protocol ?? 'unknown');
        }
        if (entry.type === 'outbound-rtp' && entry.kind === 'video' && entry.bytesSent > 0) {
          sentVideo.push(find(entry.codecId)?.mimeType ?? 'unknown');
        }
      }
    }
    return { protocols, sentVideo: [...new Set(sentVideo)] };
  });
}

const fresh = (colour: number) => (frame: Awaited<ReturnType<Guest['sees']>>) =>
  frame !== undefined && frame.colour === colour && frame.ageMs < 1_000;

describe('a browser that is', () => {
  let program: Program;
  let browser: Browser;
  const guests: Guest[] = [];

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    browser = await launch('chromium');
  });
  afterEach(async () => {
    for (const guest of guests.splice(0)) await guest.close();
  });
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  /** Anna, as she is everywhere, and Boris with a script in his page. */
  async function meet(script: string): Promise<{ anna: Guest; boris: Guest }> {
    const owner = await registerOwner(program.origin);
    const { id } = await createMeeting(program.origin, owner, { name: 'Paths' });
    const link = `${program.origin}/j/${id}`;
    const anna = await Guest.open(browser, link, { name: 'Anna', devices: { colour: 2, toneHz: 440 } });
    guests.push(anna);
    const boris = await Guest.open(browser, link, {
      name: 'Boris',
      devices: { colour: 5, toneHz: 700 },
      scripts: [script],
    });
    guests.push(boris);
    await anna.join();
    await boris.join();
    await eventually('Anna sees Boris', () => anna.sees('Boris'), fresh(5), 30_000);
    await eventually('Boris sees Anna', () => boris.sees('Anna'), fresh(2), 30_000);
    const isLoud = (loudnessDb: number) => loudnessDb > -60;
    await eventually('Anna hears Boris', () => anna.hearsDb(700), isLoud, 15_000);
    await eventually('Boris hears Anna', () => boris.hearsDb(440), isLoud, 15_000);
    return { anna, boris };
  }

  it('left with TCP sees, hears, and is seen and heard', async () => {
    const { boris } = await meet(onlyTcpScript);
    const { protocols } = await factsOf(boris);
    expect(protocols.length).toBeGreaterThanOrEqual(2);
    expect(new Set(protocols)).toEqual(new Set(['tcp']));
  });

  it('sending H.264 is seen by one that sends VP8', async () => {
    const { boris } = await meet(withoutVp8Script);
    expect((await factsOf(boris)).sentVideo).toEqual(['video/H264']);
  });
});
