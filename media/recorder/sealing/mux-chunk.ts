/** Encoded sound and pictures into one container, untouched: H.264 into fragmented MP4 with a single fragment, VP8 into WebM, both with Opus. */
import type { ChunkContainer } from '@veche/contracts/recording/recorded-chunk.ts';
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import type { PictureFormat } from '../picture/encoded-picture.ts';
import { soundFrameMs } from '../sound/sound-row.ts';

export interface TimedPicture {
  readonly atMs: number;
  readonly key: boolean;
  readonly data: Uint8Array;
}

export interface ChunkContent {
  readonly format: PictureFormat;
  /** At least one; the first at `startMs`, a key frame. */
  readonly pictures: readonly TimedPicture[];
  /** Of 20 ms each, from `startMs` on. */
  readonly sounds: readonly Uint8Array[];
  readonly startMs: number;
  readonly durationMs: number;
  /** What counts as 0 in the container. */
  readonly offsetMs: number;
}

export interface MuxedChunk {
  readonly bytes: Uint8Array;
  readonly container: ChunkContainer;
  /** RFC 6381. */
  readonly codecs: string;
  readonly initBytes: number;
}

const soundFrameSeconds = soundFrameMs / 1_000;
/** Longer than any chunk: everything stands in one fragment. */
const oneFragmentSeconds = 3_600;
/** RFC 7845 section 5.1: two channels of 48 kHz, nothing skipped at the start, for the chunk begins in the middle of a stream. */
const opusHead = Uint8Array.from([...Buffer.from('OpusHead'), 1, 2, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0]);

export async function muxChunk({
  format,
  pictures,
  sounds,
  startMs,
  durationMs,
  offsetMs,
}: ChunkContent): Promise<MuxedChunk> {
  const container = format.codec === 'h264' ? 'mp4' : 'webm';
  let initBytes = 0;
  const target = new BufferTarget();
  const output = new Output({
    target,
    format:
      container === 'webm'
        ? new WebMOutputFormat()
        : new Mp4OutputFormat({
            fastStart: 'fragmented',
            minimumFragmentDuration: oneFragmentSeconds,
            onMoov: (data, position) => {
              initBytes = position + data.length;
            },
          }),
  });
  const video = new EncodedVideoPacketSource(format.codec === 'h264' ? 'avc' : 'vp8');
  const audio = new EncodedAudioPacketSource('opus');
  output.addVideoTrack(video);
  output.addAudioTrack(audio);
  await output.start();

  const videoCodec = codecOf(format);
  const startSeconds = (startMs - offsetMs) / 1_000;
  const soundPacket = (at: number) =>
    new EncodedPacket(sounds[at]!, 'key', startSeconds + at * soundFrameSeconds, soundFrameSeconds, at);
  const decoderConfig = { codec: 'opus', numberOfChannels: 2, sampleRate: 48_000, description: opusHead };
  let soundsAdded = 0;
  for (const [at, { atMs, key, data }] of pictures.entries()) {
    // Both tracks go on together, or the container would have to hold one of them back.
    while (soundsAdded < sounds.length && startMs + soundsAdded * soundFrameMs <= atMs) {
      await audio.add(soundPacket(soundsAdded), soundsAdded === 0 ? { decoderConfig } : undefined);
      soundsAdded += 1;
    }
    const nextMs = pictures[at + 1]?.atMs ?? startMs + durationMs;
    const timing = [(atMs - offsetMs) / 1_000, Math.max(0, nextMs - atMs) / 1_000, at] as const;
    const packet = new EncodedPacket(data, key ? 'key' : 'delta', ...timing);
    const config = {
      codec: videoCodec,
      codedWidth: format.widthPx,
      codedHeight: format.heightPx,
      ...(format.codec === 'h264' ? { description: decoderConfigurationOf(format) } : {}),
    };
    await video.add(packet, at === 0 ? { decoderConfig: config } : undefined);
  }
  for (; soundsAdded < sounds.length; soundsAdded += 1) {
    await audio.add(soundPacket(soundsAdded), soundsAdded === 0 ? { decoderConfig } : undefined);
  }
  await output.finalize();
  return { bytes: new Uint8Array(target.buffer!), container, codecs: `${videoCodec},opus`, initBytes };
}

function codecOf({ codec, parameterSets }: PictureFormat): string {
  if (codec === 'vp8') return 'vp8';
  const [, profile = 0, constraints = 0, level = 0] = sequenceSetsOf(parameterSets)[0] ?? [];
  return `avc1.${[profile, constraints, level].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

const sequenceSetsOf = (sets: readonly Uint8Array[]) => sets.filter((set) => (set[0]! & 0x1f) === 7);

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1); lengths of units have four bytes. */
function decoderConfigurationOf({ parameterSets }: PictureFormat): Uint8Array {
  const sequence = sequenceSetsOf(parameterSets);
  const picture = parameterSets.filter((set) => !sequence.includes(set));
  const [, profile = 0, constraints = 0, level = 0] = sequence[0] ?? [];
  const counted = (sets: readonly Uint8Array[]) => sets.flatMap((set) => [set.length >> 8, set.length & 0xff, ...set]);
  return Uint8Array.from([
    ...[1, profile, constraints, level, 0xff, 0xe0 | sequence.length],
    ...counted(sequence),
    picture.length,
    ...counted(picture),
  ]);
}
