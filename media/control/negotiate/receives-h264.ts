/** Whether somebody can be sent pictures of an H.264 meeting, by what they say they receive. */
import type { RtpCapabilities } from '@veche/contracts/signalling/media-parameters.ts';
import { matchingCodec } from './matching-codec.ts';

export const receivesH264 = ({ codecs = [] }: RtpCapabilities): boolean =>
  codecs.some((codec) => matchingCodec(codec)?.format === 'h264');
