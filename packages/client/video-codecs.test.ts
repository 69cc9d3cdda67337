import { describe, expect, it } from 'vitest';
import { codecToSend, videoCodecsOf } from './video-codecs.ts';

const vp8 = { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, parameters: {} } as const;
const h264 = (profile: string, mode: number | undefined = 1) =>
  ({
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: {
      'profile-level-id': profile,
      ...(mode === undefined ? {} : { 'packetization-mode': mode }),
    },
  }) as const;
const rtx = { kind: 'video', mimeType: 'video/rtx', clockRate: 90_000, parameters: { apt: 96 } } as const;
const all = { codecs: [vp8, rtx, h264('42e01f')] };

describe('what a browser speaks', () => {
  it('is what it both sends and receives', () => {
    expect(videoCodecsOf(all, all)).toEqual(['h264', 'vp8']);
    expect(videoCodecsOf(all, { codecs: [vp8] })).toEqual(['vp8']);
    expect(videoCodecsOf({ codecs: [vp8] }, all)).toEqual(['vp8']);
    expect(videoCodecsOf({}, all)).toEqual([]);
  });

  it.each([
    ['42e01f', 1, true],
    ['42C02A', 1, true],
    ['42401f', 1, true],
    // Baseline proper has tools that constrained baseline has not; main and high are other profiles.
    ['42001f', 1, false],
    ['4d001f', 1, false],
    ['64001f', 1, false],
    ['42e01f', 0, false],
    ['42e01f', undefined, false],
    ['', 1, false],
  ])('H.264 %s in packets of mode %s: %s', (profile, mode, spoken) => {
    const codecs = {
      codecs: [
        vp8,
        {
          ...h264(profile),
          parameters: { 'profile-level-id': profile, ...(mode === undefined ? {} : { 'packetization-mode': mode }) },
        },
      ],
    };
    expect(videoCodecsOf(codecs, codecs).includes('h264')).toBe(spoken);
  });
});

describe('what is sent', () => {
  it('is the meeting’s codec where it can be sent, else the best there is', () => {
    expect(codecToSend(all as never, 'h264')).toMatchObject({ mimeType: 'video/H264' });
    expect(codecToSend(all as never, 'vp8')).toMatchObject({ mimeType: 'video/VP8' });
    expect(codecToSend({ codecs: [vp8] } as never, 'h264')).toBeUndefined();
    expect(codecToSend(all as never, undefined)).toBeUndefined();
  });
});
