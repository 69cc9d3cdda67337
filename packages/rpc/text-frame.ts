/**
 * A text message as it goes over the wire (RFC 6455 section 5.2): in one piece, not masked, not compressed. Whoever says the same to many
 * builds it once.
 */
declare const isTextFrame: unique symbol;
export type TextFrame = Buffer & { readonly [isTextFrame]: true };

/** The last piece of a message, and a text. */
const finalText = 0x81;
/** Lengths up to here stand in the second byte; the two numbers above it say that 16 or 64 bits follow. */
const shortMax = 125;
const mediumMax = 0xffff;

export function textFrame(text: string): TextFrame {
  const length = Buffer.byteLength(text);
  const headerLength = length <= shortMax ? 2 : length <= mediumMax ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = finalText;
  if (length <= shortMax) {
    frame[1] = length;
  } else if (length <= mediumMax) {
    frame[1] = shortMax + 1;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = shortMax + 2;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength);
  return frame as TextFrame;
}
