/** ICE user fragment and password (RFC 8445 section 5.3) from random bytes, six bits to a character. */

export interface IceCredentials {
  readonly ufrag: string;
  readonly password: string;
}

/** The 64 characters of RFC 8839 section 5.4; as many as six bits tell apart, so every one is equally likely. */
const iceCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** 48 bits, where at least 24 are asked: a media server finds the transport by it. */
export const ufragCharacters = 8;
/** 144 bits, where at least 128 are asked. */
export const passwordCharacters = 24;

/** `random(n)` gives n unpredictable bytes. */
export function createIceCredentials(random: (length: number) => Uint8Array): IceCredentials {
  const text = (length: number) => Array.from(random(length), (byte) => iceCharacters[byte & 63]).join('');
  return { ufrag: text(ufragCharacters), password: text(passwordCharacters) };
}
