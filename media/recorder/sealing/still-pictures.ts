/** The dark still that stands where there is nobody's picture: 320 by 180, made once with x264 and with libvpx from one colour. */
import type { PictureFormat } from '../picture/encoded-picture.ts';

export interface StillPicture {
  readonly format: PictureFormat;
  readonly data: Uint8Array;
}

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const size = { widthPx: 320, heightPx: 180 } as const;

export const stillPictures: Readonly<Record<'h264' | 'vp8', StillPicture>> = {
  h264: {
    format: {
      codec: 'h264',
      ...size,
      parameterSets: [bytesOf('Z0LAFaYRBQZ+fARAAAADAEAAAAMAg8WLhGA='), bytesOf('aMhCBEsg')],
    },
    data: bytesOf(
      'AAAAxWWIggK+IoUAAVr44ABiOAAyXffffffffffffffffffXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX' +
        'XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX' +
        'XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXg',
    ),
  },
  vp8: {
    format: { codec: 'vp8', ...size, parameterSets: [] },
    data: bytesOf(
      '8A4AnQEqQAG0AALHCIWFiJmEiA+CAAYWBPcGgWSfa9ubJzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jz' +
        'h7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jy4A/viZVJeA',
    ),
  },
};
