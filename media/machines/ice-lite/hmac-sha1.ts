/** HMAC-SHA1 for MESSAGE-INTEGRITY, by node:crypto; handed into the agent, so that the wire code stays free of Node. */
import { createHmac } from 'node:crypto';

/** 20 bytes. */
export function hmacSha1(key: Uint8Array, data: Uint8Array): Uint8Array {
  return createHmac('sha1', key).update(data).digest();
}
