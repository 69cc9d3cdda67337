/** How each source is encoded: what it is for decides about bitrate, channels and silence. */
import type { Source, VoiceTreatment } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpCodecCapability } from '@veche/contracts/signalling/media-parameters.ts';
import type { types } from 'mediasoup-client';
import { cameraEncodings, screenEncodings, type VideoEncoding } from './simulcast-encodings.ts';

export type SendingOptions = Pick<types.ProducerOptions, 'encodings' | 'codecOptions' | 'codec'>;

/** What is agreed on with the server once and cannot change while a microphone is sent. */
export type VoiceCoding = 'speech' | 'music';

export const voiceCoding = (treatment: VoiceTreatment): VoiceCoding => (treatment === 'original' ? 'music' : 'speech');

/** Lost sound is asked for again wherever both sides can; receivers of a forwarded voice have the codec's own redundancy too, the mixer does not use it. */
const repaired = { opusFec: true, opusNack: true };

const voices: Readonly<Record<VoiceCoding, types.ProducerCodecOptions>> = {
  // Enough that what is decoded, cleaned and encoded once more on the way loses nothing by it. Two channels, also of a microphone that has one: with one,
  // libwebrtc has Opus cut off and bend what is low, as telephones do (decisions/0010).
  speech: { ...repaired, opusStereo: true, opusDtx: true, opusMaxAverageBitrate: 48_000 },
  // Whoever plays quietly is not silent.
  music: { ...repaired, opusStereo: true, opusDtx: false, opusMaxAverageBitrate: 128_000 },
};

/** `videoCodec`: of a picture; undefined = the best there is. */
export function sendingOptions(
  source: Source,
  track: MediaStreamTrack,
  treatment: VoiceTreatment,
  videoCodec?: RtpCodecCapability,
): SendingOptions {
  const codec = videoCodec === undefined ? {} : { codec: videoCodec as types.RtpCodecCapability };
  switch (source) {
    case 'microphone':
      return { codecOptions: { ...voices[voiceCoding(treatment)] } };
    case 'screenSound':
      return {
        codecOptions: { ...repaired, opusStereo: true, opusDtx: false, opusMaxAverageBitrate: 96_000 },
      };
    case 'camera': {
      const { width = 0, height = 0 } = track.getSettings?.() ?? {};
      return {
        ...codec,
        encodings: inLayersOf(videoCodec, cameraEncodings({ widthPx: width, heightPx: height })),
        codecOptions: { videoGoogleStartBitrate: 1_000 },
      };
    }
    case 'screen':
      if ('contentHint' in track && track.contentHint === '') track.contentHint = 'detail';
      return {
        ...codec,
        encodings: inLayersOf(videoCodec, screenEncodings()),
        codecOptions: { videoGoogleStartBitrate: 1_000 },
      };
  }
}

/** H.264 does not say in its packets which frames can be left out, so that layers in time would cost and be of no use. */
const inLayersOf = (
  codec: RtpCodecCapability | undefined,
  encodings: VideoEncoding[],
): types.RtpEncodingParameters[] =>
  codec?.mimeType.toLowerCase() === 'video/h264'
    ? encodings.map((encoding) => ({ ...encoding, scalabilityMode: 'L1T1' }))
    : encodings;
