import type { RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import { describe, expect, it } from 'vitest';
import { routerExtensions, routerRtpCapabilities } from '../router-capabilities.ts';
import { offerStream } from './consumer-parameters.ts';
import { matchingCodec } from './matching-codec.ts';
import { type AcceptedStream, acceptStream } from './producer-parameters.ts';
import { receivesH264 } from './receives-h264.ts';

const camera: RtpParameters = {
  mid: '1',
  codecs: [
    { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, parameters: {}, rtcpFeedback: [{ type: 'nack' }] },
    { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 }, rtcpFeedback: [] },
  ],
  headerExtensions: [
    { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4 },
    { uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 10 },
    { uri: 'urn:example:unknown', id: 12 },
  ],
  encodings: [
    { rid: 'r0', scaleResolutionDownBy: 4 },
    { rid: 'r1', scaleResolutionDownBy: 2 },
    { rid: 'r2', scaleResolutionDownBy: 1 },
  ],
  rtcp: { cname: 'their own' },
};
const microphone: RtpParameters = {
  mid: '0',
  codecs: [
    {
      mimeType: 'audio/opus',
      payloadType: 111,
      clockRate: 48_000,
      channels: 2,
      parameters: { useinbandfec: 1, 'x-hostile': 'a\r\nb' },
    },
  ],
  encodings: [{ ssrc: 7 }],
};
function accepted(kind: 'audio' | 'video', parameters: RtpParameters): AcceptedStream {
  const outcome = acceptStream(kind, parameters);
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.value;
}
const identity = { mid: '5', ssrc: 1_000, rtxSsrc: 1_001, cname: 'anna' };

describe('a sender’s parameters', () => {
  it('give the plane payload types, layers and known extensions', () => {
    expect(accepted('video', camera)).toMatchObject({
      payloadType: 96,
      rtxPayloadType: 97,
      mid: '1',
      encodings: [{ rid: 'r0' }, { rid: 'r1' }, { rid: 'r2' }],
      extensions: { mid: 4, rid: 10 },
      nack: true,
    });
  });

  it('are put in order of quality, lowest first', () => {
    const reversed = { ...camera, encodings: camera.encodings!.toReversed() };
    expect(accepted('video', reversed).encodings.map(({ rid }) => rid)).toEqual(['r0', 'r1', 'r2']);
  });

  it.each<[string, 'audio' | 'video', RtpParameters, string]>([
    [
      'an unknown codec',
      'video',
      { ...camera, codecs: [{ mimeType: 'video/AV1', payloadType: 45, clockRate: 90_000 }] },
      'media_unsupported',
    ],
    [
      'H.264 in a profile that is not forwarded',
      'video',
      {
        ...camera,
        codecs: [
          {
            mimeType: 'video/H264',
            payloadType: 98,
            clockRate: 90_000,
            parameters: { 'packetization-mode': 1, 'profile-level-id': '640032' },
          },
        ],
      },
      'media_unsupported',
    ],
    [
      'H.264 without fragments',
      'video',
      {
        ...camera,
        codecs: [
          { mimeType: 'video/H264', payloadType: 98, clockRate: 90_000, parameters: { 'profile-level-id': '42e01f' } },
        ],
      },
      'media_unsupported',
    ],
    ['sound that says it is a picture', 'video', microphone, 'invalid_request'],
    ['no encodings', 'video', { ...camera, encodings: [] }, 'invalid_request'],
    [
      'an encoding that cannot be told apart',
      'video',
      { ...camera, encodings: [{ rid: 'r0' }, {}] },
      'invalid_request',
    ],
    [
      'an SSRC that means two things',
      'video',
      { ...camera, encodings: [{ ssrc: 5, rtx: { ssrc: 5 } }] },
      'invalid_request',
    ],
    ['a RID twice', 'video', { ...camera, encodings: [{ rid: 'a' }, { rid: 'a' }] }, 'invalid_request'],
    [
      'an extension id twice',
      'video',
      { ...camera, headerExtensions: camera.headerExtensions!.map(({ uri }) => ({ uri, id: 3 })) },
      'invalid_request',
    ],
    ['layered sound', 'audio', { ...microphone, encodings: [{ ssrc: 1 }, { ssrc: 2 }] }, 'invalid_request'],
  ])('are refused: %s', (_name, kind, parameters, error) => {
    expect(acceptStream(kind, parameters)).toEqual({ ok: false, error });
  });
});

describe('a receiver’s parameters', () => {
  const browser = routerRtpCapabilities();

  it('use the router’s numbers and one encoding, whatever the sender’s', () => {
    const offer = offerStream(accepted('video', camera), browser, identity)!;
    expect(offer.rtpParameters).toMatchObject({
      mid: '5',
      codecs: [
        { mimeType: 'video/VP8', payloadType: 101 },
        { mimeType: 'video/rtx', payloadType: 102, parameters: { apt: 101 } },
      ],
      encodings: [{ ssrc: 1_000, rtx: { ssrc: 1_001 }, scalabilityMode: 'L3T3' }],
      rtcp: { cname: 'anna' },
    });
  });

  it('promise layers in time only of a codec whose packets say them', () => {
    const inH264: RtpParameters = {
      ...camera,
      codecs: [
        {
          mimeType: 'video/H264',
          payloadType: 98,
          clockRate: 90_000,
          parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f' },
        },
      ],
    };
    const offer = offerStream(accepted('video', inH264), browser, identity)!;
    expect(offer.rtpParameters.encodings).toMatchObject([{ scalabilityMode: 'L3T1' }]);
    expect(receivesH264(browser)).toBe(true);
  });

  it.each([
    ['nothing is said', {}],
    ['VP8 alone', { codecs: browser.codecs!.filter(({ mimeType }) => mimeType !== 'video/H264') }],
    [
      'H.264 in another mode',
      {
        codecs: browser.codecs!.map((codec) =>
          codec.mimeType === 'video/H264' ? { ...codec, parameters: { 'profile-level-id': '42e01f' } } : codec,
        ),
      },
    ],
  ])('do without H.264 where %s', (_what, capabilities) => {
    expect(receivesH264(capabilities)).toBe(false);
  });

  it('carry no MID, RID or transport-wide number, and no transport-cc feedback', () => {
    const { rtpParameters, extensions } = offerStream(accepted('video', camera), browser, identity)!;
    expect(Object.keys(extensions).sort()).toEqual(['absSendTime']);
    expect(rtpParameters.codecs[0]!.rtcpFeedback!.map(({ type }) => type)).not.toContain('transport-cc');
    expect(rtpParameters.codecs[0]!.rtcpFeedback).toContainEqual({ type: 'goog-remb' });
  });

  it('repeat nothing of what the sender wrote', () => {
    const offer = offerStream(accepted('audio', microphone), browser, identity)!;
    expect(JSON.stringify(offer)).not.toContain('hostile');
    expect(JSON.stringify(offerStream(accepted('video', camera), browser, identity))).not.toContain('their own');
  });

  it('leave out repair and extensions that the receiver lacks', () => {
    const bare = {
      codecs: [{ kind: 'video', mimeType: 'video/VP8', preferredPayloadType: 101, clockRate: 90_000 }],
    } as const;
    const offer = offerStream(accepted('video', camera), { codecs: [...bare.codecs] }, identity)!;
    expect(offer.rtpParameters.codecs).toHaveLength(1);
    expect(offer.rtxSsrc).toBeUndefined();
    expect(offer.rtpParameters.headerExtensions).toEqual([]);
  });

  it('do not exist for a receiver without the codec', () => {
    expect(offerStream(accepted('video', camera), { codecs: [] }, identity)).toBeUndefined();
  });
});

describe('router capabilities', () => {
  it('prefer VP8 and name each payload type and extension id once', () => {
    const { codecs = [] } = routerRtpCapabilities();
    expect(codecs.find(({ kind }) => kind === 'video')!.mimeType).toBe('video/VP8');
    const payloadTypes = codecs.map(({ preferredPayloadType }) => preferredPayloadType);
    expect(new Set(payloadTypes).size).toBe(payloadTypes.length);
    expect(new Set(routerExtensions.map(({ id }) => id)).size).toBe(routerExtensions.length);
  });

  it('match what browsers write, in any case of letters', () => {
    expect(matchingCodec({ mimeType: 'VIDEO/vp8', clockRate: 90_000 })?.format).toBe('vp8');
    expect(matchingCodec({ mimeType: 'audio/opus', clockRate: 48_000, channels: 1 })).toBeUndefined();
    const browsers = { 'packetization-mode': 1, 'profile-level-id': '42001f' };
    expect(matchingCodec({ mimeType: 'video/H264', clockRate: 90_000, parameters: browsers })).toBeUndefined();
    expect(
      matchingCodec({
        mimeType: 'video/H264',
        clockRate: 90_000,
        parameters: { ...browsers, 'profile-level-id': '42e034' },
      })?.format,
    ).toBe('h264');
  });
});
