import { limits } from '@veche/contracts/limits.ts';
import { seededRandom } from '@veche/testkit/random.ts';
import { describe, expect, it } from 'vitest';
import type { DeliveredPacket } from '../../plane/events.ts';
import { PictureSource, vp8Text } from '../suite/recorded-media.ts';
import { type EncodedPicture, isRecordable } from './encoded-picture.ts';
import { PictureAssembler } from './picture-assembler.ts';

const textOf = ({ data }: EncodedPicture): string =>
  /picture \d+/.exec(Buffer.from(data).toString('latin1'))?.[0] ?? '';

function receive(assembler: PictureAssembler, packets: readonly DeliveredPacket[]): string[] {
  return packets.flatMap((packet) => assembler.receive(packet)).map(textOf);
}

describe.each(['vp8', 'h264'] as const)('pictures of %s', (format) => {
  it('are whole when their last packet has come, and untouched', () => {
    const source = new PictureSource(7, format);
    const assembler = new PictureAssembler(format);
    const [first, ...rest] = source.picture(0, { key: true, packets: 4 });
    expect(receive(assembler, [first!])).toEqual([]);
    const pictures = rest.flatMap((packet) => assembler.receive(packet));
    expect(pictures.map(textOf)).toEqual([vp8Text(0)]);
    expect(pictures[0]!.format).toMatchObject({
      codec: format,
      widthPx: format === 'vp8' ? 640 : 320,
    });
    expect(receive(assembler, source.picture(33, { packets: 3 }))).toEqual([vp8Text(33)]);
  });

  it('larger than any camera or screen are none', () => {
    const source = new PictureSource(7, format);
    const assembler = new PictureAssembler(format);
    if (format === 'vp8') {
      expect(receive(assembler, source.picture(0, { key: true, widthPx: 16_383, heightPx: 16_383 }))).toEqual([]);
      expect(assembler.needsKeyFrame).toBe(true);
    }
    expect(isRecordable(16_383, 16_383)).toBe(false);
    expect(isRecordable(5_120, 2_880)).toBe(true);
  });

  it('come in order, whatever order their packets come in', () => {
    const random = seededRandom(5);
    const source = new PictureSource(7, format);
    const assembler = new PictureAssembler(format);
    const first = source.picture(0, { key: true });
    const later = [33, 66, 99, 132, 165].flatMap((takenMs) => source.picture(takenMs, { packets: 3 }));
    const shuffled = later.map((packet) => ({ packet, key: random() })).toSorted((a, b) => a.key - b.key);
    const texts = receive(assembler, [...first, ...shuffled.map(({ packet }) => packet)]);
    expect(texts).toEqual([0, 33, 66, 99, 132, 165].map(vp8Text));
  });

  it('wait for what is lost as long as a repair may take, then for a key frame', () => {
    const source = new PictureSource(7, format);
    const assembler = new PictureAssembler(format);
    receive(assembler, source.picture(0, { key: true }));
    const [lost, ...rest] = source.picture(33, { packets: 3 });
    expect(receive(assembler, [...rest, ...source.picture(66)])).toEqual([]);
    expect(assembler.tick(33 + limits.recordingRepairMs - 1)).toEqual([]);
    expect(assembler.needsKeyFrame).toBe(false);
    expect(assembler.tick(33 + limits.recordingRepairMs)).toEqual([]);
    expect(assembler.needsKeyFrame).toBe(true);
    expect(receive(assembler, [lost!, ...source.picture(99)])).toEqual([]);
    expect(receive(assembler, [...source.picture(132, { key: true, packets: 2 }), ...source.picture(165)])).toEqual(
      [132, 165].map(vp8Text),
    );
    expect(assembler.needsKeyFrame).toBe(false);
  });

  it('take what was repaired in time', () => {
    const source = new PictureSource(7, format);
    const assembler = new PictureAssembler(format);
    receive(assembler, source.picture(0, { key: true }));
    const [lost, ...rest] = source.picture(33, { packets: 3 });
    expect(receive(assembler, [...rest, ...source.picture(66), lost!])).toEqual([33, 66].map(vp8Text));
  });

  it('begin with a key frame only', () => {
    const source = new PictureSource(7, format);
    const assembler = new PictureAssembler(format);
    expect(receive(assembler, [...source.picture(0), ...source.picture(33)])).toEqual([]);
    expect(assembler.needsKeyFrame).toBe(true);
    expect(receive(assembler, source.picture(66, { key: true }))).toEqual([vp8Text(66)]);
  });

  it('pass over packets that hold nothing, and over those that came before', () => {
    const source = new PictureSource(7, format);
    const assembler = new PictureAssembler(format);
    const key = source.picture(0, { key: true });
    receive(assembler, key);
    const empty = { ...source.picture(10)[0]!, payload: new Uint8Array(), marker: false };
    expect(receive(assembler, [empty, ...key, ...source.picture(33)])).toEqual([vp8Text(33)]);
  });

  it('hold no more than a picture may have', () => {
    const source = new PictureSource(7, format);
    const assembler = new PictureAssembler(format);
    receive(assembler, source.picture(0, { key: true }));
    const [head] = source.picture(33, { packets: 2 });
    const huge = { ...head!, payload: new Uint8Array(limits.recordedFrameMaxBytes), sequence: source.sequence - 1 };
    expect(receive(assembler, [head!, huge])).toEqual([]);
    expect(assembler.needsKeyFrame).toBe(true);
  });
});

it('H.264: parameter sets go beside the picture, and units stand behind their lengths', () => {
  const source = new PictureSource(7, 'h264');
  const assembler = new PictureAssembler('h264');
  const [picture] = source.picture(0, { key: true, packets: 3 }).flatMap((packet) => assembler.receive(packet));
  expect(picture!.format!.parameterSets.map((set) => set[0]! & 0x1f)).toEqual([7, 8]);
  const data = Buffer.from(picture!.data);
  expect(data.readUInt32BE(0)).toBe(data.length - 4);
  expect(data[4]).toBe(0x65);
});

it('H.264: parameter sets that no encoder writes begin nothing', () => {
  const source = new PictureSource(7, 'h264');
  const [sets, ...slices] = source.picture(0, { key: true });
  const huge = Uint8Array.from([0x67, ...new Uint8Array(2_000)]);
  const many = Array.from({ length: 6 }, () => [0, 3, 0x68, 1, 2]).flat();
  for (const payload of [huge, Uint8Array.from([...sets!.payload, ...many])]) {
    const assembler = new PictureAssembler('h264');
    expect(receive(assembler, [{ ...sets!, payload }, ...slices])).toEqual([]);
    expect(assembler.needsKeyFrame).toBe(true);
  }
});

it('H.264: a key frame whose parameter sets were lost is none', () => {
  const source = new PictureSource(7, 'h264');
  const assembler = new PictureAssembler('h264');
  const [, ...bare] = source.picture(0, { key: true });
  expect(receive(assembler, bare)).toEqual([]);
  expect(assembler.needsKeyFrame).toBe(true);
});
