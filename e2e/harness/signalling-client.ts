/** A bare signalling client over a real WebSocket: for suites that are about the socket and not about media. */
import { once } from 'node:events';
import { parseRpc } from '@veche/contracts/json-rpc.ts';
import type { MethodName, MethodParams, MethodResult } from '@veche/contracts/signalling/methods.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import WebSocket from 'ws';

export class SignallingClient {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  #joined: MethodResult<'join'> | undefined;
  #listener: ((notification: Notification) => void) | undefined;
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#hear(String(data)));
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The socket was closed'));
    });
  }

  /** `address`: from which they seem to come, for a server that trusts its proxy. */
  static async join(origin: string, conferenceId: string, name: string, address?: string): Promise<SignallingClient> {
    const response = await fetch(`${origin}/api/v1/conferences/${conferenceId}/participants`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(address === undefined ? {} : { 'x-forwarded-for': address }),
      },
      body: JSON.stringify({ name }),
    });
    if (response.status !== 201) throw new Error(`Joining answered ${response.status}: ${await response.text()}`);
    return SignallingClient.open((await response.json()) as { mediaUrl: string; participantToken: string });
  }

  /** Takes a place that was given before. */
  static async open({
    mediaUrl,
    participantToken,
  }: {
    mediaUrl: string;
    participantToken: string;
  }): Promise<SignallingClient> {
    const socket = new WebSocket(mediaUrl);
    await once(socket, 'open');
    const client = new SignallingClient(socket);
    client.#joined = await client.call('join', { participantToken });
    return client;
  }

  get joined(): MethodResult<'join'> {
    return this.#joined!;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  onNotification(listener: (notification: Notification) => void): void {
    this.#listener = listener;
  }

  call<Name extends MethodName>(method: Name, params: MethodParams<Name>): Promise<MethodResult<Name>> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  close(): void {
    this.#socket.close();
  }

  #hear(text: string): void {
    const frame = parseRpc(text);
    if (frame.kind === 'notification') this.#listener?.({ method: frame.method, params: frame.params } as Notification);
    if (frame.kind !== 'result' && frame.kind !== 'error') return;
    const waiting = this.#waiting.get(frame.id);
    this.#waiting.delete(frame.id);
    if (frame.kind === 'result') waiting?.resolve(frame.result);
    else waiting?.reject(new Error(JSON.stringify(frame.error)));
  }
}
