import { VecheError } from '@veche/contracts/errors.ts';
import { parseRpc, rpcRequest } from '@veche/contracts/json-rpc.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { parseMessageText } from '../domain/message-text.ts';
import { checkChatCall } from './chat-contract.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const id = '6f1c2a54-0d52-4c1e-9a55-3b8f0f2f7a10';

/** Whatever text a chat socket brings is taken apart without a throw, and a text that is kept keeps to its bounds. */
export const target: FuzzTarget = {
  name: 'chat-frame',
  seeds: [
    encode(rpcRequest(1, 'send', { id, text: 'привет 👩‍👩‍👧', receiverId: id })),
    encode(rpcRequest(2, 'history', { before: 7, limit: 50 })),
    encode(rpcRequest(6, 'send', { id, text: '', attachmentId: id })),
    encode(rpcRequest(7, 'fileLinks', { id })),
    encode(rpcRequest(3, 'delete', { id })),
    encode(rpcRequest(4, 'setPolicy', { messages: false, history: 'sinceJoining' })),
    encode('{"jsonrpc":"2.0","id":5,"method":"send","params":{"id":"x","text":"\\ud83d","__proto__":{}}}'),
  ],
  run(bytes) {
    const frame = parseRpc(new TextDecoder().decode(bytes));
    if (frame.kind !== 'request') return;
    const call = checkChatCall(frame.request.method, frame.request.params);
    if (call?.method !== 'send') return;
    try {
      const text = parseMessageText(call.params.text);
      if (text === '' || Buffer.byteLength(text) > limits.chatTextMaxBytes) throw new Error('a text beyond its bounds');
    } catch (error) {
      if (!(error instanceof VecheError)) throw error;
    }
  },
};
