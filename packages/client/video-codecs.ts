/**
 * Which codecs for pictures this browser both sends and receives, as the server is told at the door. H.264 counts only in the one profile that every
 * decoder has: constrained baseline, in packets of mode 1.
 */
import type { VideoCodec } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpCapabilities, RtpCodecCapability } from '@veche/contracts/signalling/media-parameters.ts';

interface Codecs {
  readonly codecs?: readonly Pick<RtpCodecCapability, 'mimeType' | 'parameters'>[] | undefined;
}

export const videoCodecsOf = (receives: Codecs, sends: Codecs): VideoCodec[] =>
  (['h264', 'vp8'] as const).filter((codec) => has(receives, codec) && has(sends, codec));

/** What to send in, of what can be sent here; undefined = the best there is. */
export function codecToSend(sends: RtpCapabilities, wanted: VideoCodec | undefined): RtpCodecCapability | undefined {
  return wanted === undefined ? undefined : sends.codecs?.find((codec) => isOf(codec, wanted));
}

const has = ({ codecs = [] }: Codecs, wanted: VideoCodec): boolean => codecs.some((codec) => isOf(codec, wanted));

function isOf({ mimeType, parameters = {} }: Pick<RtpCodecCapability, 'mimeType' | 'parameters'>, wanted: VideoCodec) {
  if (mimeType.toLowerCase() !== `video/${wanted}`) return false;
  if (wanted !== 'h264') return true;
  const profile = String(parameters['profile-level-id'] ?? '');
  return Number(parameters['packetization-mode'] ?? 0) === 1 && /^42[4-7c-f]/i.test(profile);
}
