/**
 * What a browser can send and receive, found out once and early: the first offers start its WebRTC engine and look for its
 * codecs, which takes a tenth of a second that a join need not wait for.
 */
import type { VideoCodec } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpCapabilities } from '@veche/contracts/signalling/media-parameters.ts';
import { Device, type types } from 'mediasoup-client';
import { videoCodecsOf } from './video-codecs.ts';

type NativeCapabilities = types.HandlerFactory['getNativeRtpCapabilities'];

const warmed = new Map<string, Promise<types.HandlerFactory>>();

/** Call it while the person still looks at the preview. Any number of times; never rejects. */
export async function warmUpWebRtc(handlerName?: 'Chrome111'): Promise<void> {
  await warmedFactory(handlerName).catch(() => undefined);
}

/** A device of its own for each call, on what was found out. Rejects where the browser has no WebRTC. */
export async function warmDevice(handlerName?: 'Chrome111'): Promise<Device> {
  return new Device({ handlerFactory: await warmedFactory(handlerName) });
}

/** Rejects where the browser has no WebRTC. */
export async function nativeVideoCodecs(handlerName?: 'Chrome111'): Promise<VideoCodec[]> {
  const { getNativeRtpCapabilities } = await warmedFactory(handlerName);
  const receives = await getNativeRtpCapabilities({ direction: 'recvonly' });
  return videoCodecsOf(
    receives as RtpCapabilities,
    (await getNativeRtpCapabilities({ direction: 'sendonly' })) as RtpCapabilities,
  );
}

function warmedFactory(handlerName: 'Chrome111' | undefined): Promise<types.HandlerFactory> {
  const key = handlerName ?? '';
  const before = warmed.get(key);
  if (before !== undefined) return before;
  const factory = findOut(handlerName);
  warmed.set(key, factory);
  // A browser that refused once may have been asked too early, as in a page still loading in the background.
  factory.catch(() => warmed.delete(key));
  return factory;
}

async function findOut(handlerName: 'Chrome111' | undefined): Promise<types.HandlerFactory> {
  const device = await Device.factory(handlerName === undefined ? {} : { handlerName });
  // mediasoup-client chooses the handler and keeps it to itself; the version is pinned, and the tests go through here.
  const { _handlerFactory: factory } = device as unknown as { _handlerFactory: types.HandlerFactory };
  const [recvonly, sendonly] = [
    await factory.getNativeRtpCapabilities({ direction: 'recvonly' }),
    await factory.getNativeRtpCapabilities({ direction: 'sendonly' }),
  ];
  const getNativeRtpCapabilities: NativeCapabilities = async ({ direction }) =>
    direction === 'recvonly' ? recvonly : sendonly;
  return { ...factory, getNativeRtpCapabilities };
}
