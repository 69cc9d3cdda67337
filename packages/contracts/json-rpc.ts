/** JSON-RPC 2.0 frames as our sockets use them: parsing remote text is total, building is typed. */
import type { ErrorBody } from './errors.ts';

export interface RpcRequest {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}
export type RpcIncoming =
  | { readonly kind: 'request'; readonly request: RpcRequest }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: unknown }
  | { readonly kind: 'notification'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'malformed' };

const malformed: RpcIncoming = { kind: 'malformed' };

/** Never throws; what is not one JSON-RPC 2.0 object with a whole-number id is `malformed`. */
export function parseRpc(text: string): RpcIncoming {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return malformed;
  const frame = value as Record<string, unknown>;
  if (frame['jsonrpc'] !== '2.0') return malformed;
  const { id, method, params, result, error } = frame;
  if (id !== undefined && !Number.isSafeInteger(id)) return malformed;
  if (typeof method === 'string') {
    if (method.length > 64) return malformed;
    if (id === undefined) return { kind: 'notification', method, params: params ?? {} };
    return { kind: 'request', request: { id: id as number, method, params: params ?? {} } };
  }
  if (id === undefined || method !== undefined) return malformed;
  if (error !== undefined) return { kind: 'error', id: id as number, error };
  if ('result' in frame) return { kind: 'result', id: id as number, result };
  return malformed;
}

export const rpcRequest = (id: number, method: string, params: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });
export const rpcResult = (id: number, result: unknown): string => JSON.stringify({ jsonrpc: '2.0', id, result });
export const rpcNotification = (method: string, params: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', method, params });
/** `data` carries the catalogue's body, words included. */
export const rpcError = (id: number, body: ErrorBody): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message: body.error.message, data: body.error } });
