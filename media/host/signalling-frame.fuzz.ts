import { parseRpc, rpcRequest } from '@veche/contracts/json-rpc.ts';
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { checkSignallingCall } from './signalling-contract.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** Whatever text a socket brings is taken apart and checked without a throw, and what passes is a method of the contract. */
export const target: FuzzTarget = {
  name: 'signalling-frame',
  seeds: [
    encode(rpcRequest(1, 'join', { participantToken: 'token', instance: { id: 'page-1', attempt: 2 } })),
    encode(rpcRequest(2, 'setTiles', { tiles: [{ consumerId: 'c1-1', widthPx: 640, heightPx: 360 }] })),
    encode(
      rpcRequest(3, 'produce', {
        transportId: 't1-1',
        kind: 'audio',
        source: 'microphone',
        paused: false,
        rtpParameters: {
          mid: '0',
          codecs: [
            {
              mimeType: 'audio/opus',
              payloadType: 111,
              clockRate: 48_000,
              channels: 2,
              parameters: { useinbandfec: 1 },
            },
          ],
          encodings: [{ ssrc: 7 }],
        },
      }),
    ),
    encode('{"jsonrpc":"2.0","id":4,"method":"__proto__","params":{"__proto__":{}}}'),
    encode('{"jsonrpc":"2.0","id":5,"method":"leave"}'),
  ],
  run(bytes) {
    const frame = parseRpc(new TextDecoder().decode(bytes));
    if (frame.kind !== 'request') return;
    const call = checkSignallingCall(frame.request.method, frame.request.params);
    if (call !== undefined && !Number.isSafeInteger(frame.request.id))
      throw new Error('a call that cannot be answered');
  },
};
