/** Uploads over the real wire as a script does it: tus 1.0.0 by hand, so that a test may break off wherever it likes. */
import { request as httpRequest } from 'node:http';
import { chatFilesAccess, chatUploadsPath, tusVersion, uploadContentType } from '@veche/contracts/chat/chat-files.ts';
import type { ErrorCode } from '@veche/contracts/errors.ts';
import { fileNameField } from '../attachments/upload-headers.ts';

export interface UploadAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly code: ErrorCode | undefined;
  /** As `Upload-Offset` says. */
  readonly offset: number | undefined;
}

export class Uploader {
  readonly origin: string;
  readonly #authorization: string;

  constructor(chatUrl: string) {
    const { origin, authorization } = chatFilesAccess(chatUrl);
    this.origin = origin;
    this.#authorization = authorization;
  }

  headers(): Record<string, string> {
    return { 'tus-resumable': tusVersion, authorization: this.#authorization };
  }

  async ask(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: Uint8Array,
  ): Promise<UploadAnswer> {
    const response = await fetch(this.origin + path, {
      method,
      headers: { ...this.headers(), ...headers },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
    const text = await response.text();
    const code = response.status < 400 || text === '' ? undefined : JSON.parse(text).error.code;
    const offset = response.headers.get('upload-offset');
    return {
      status: response.status,
      headers: response.headers,
      code,
      offset: offset === null ? undefined : Number(offset),
    };
  }

  begin(name: string, sizeBytes: number): Promise<UploadAnswer> {
    return this.ask('POST', chatUploadsPath, {
      'upload-length': String(sizeBytes),
      'upload-metadata': fileNameField(name),
    });
  }

  /** Answers the path of the upload. */
  async mustBegin(name: string, sizeBytes: number): Promise<string> {
    const { status, code, headers } = await this.begin(name, sizeBytes);
    if (status !== 201) throw new Error(`${status} ${code}`);
    return headers.get('location') ?? '';
  }

  piece(path: string, atByte: number, bytes: Uint8Array): Promise<UploadAnswer> {
    return this.ask('PATCH', path, { 'content-type': uploadContentType, 'upload-offset': String(atByte) }, bytes);
  }

  /** Begins a piece that is never finished. Answers what cuts it off, or `refused` when the server does. */
  hangingPiece(path: string, atByte: number, sent: Uint8Array, announcedBytes: number) {
    const request = httpRequest(this.origin + path, {
      method: 'PATCH',
      headers: {
        'tus-resumable': tusVersion,
        authorization: this.#authorization,
        'content-type': uploadContentType,
        'upload-offset': String(atByte),
        'content-length': String(announcedBytes),
      },
    });
    const ended = new Promise<void>((resolve) => request.once('close', () => resolve()));
    request.on('error', () => undefined);
    request.write(sent);
    return { cut: () => request.destroy(), ended };
  }

  /** From the first byte to the attachment's id. */
  async upload(name: string, bytes: Uint8Array): Promise<string> {
    const path = await this.mustBegin(name, bytes.length);
    const { status, code } = await this.piece(path, 0, bytes);
    if (status !== 204) throw new Error(`${status} ${code}`);
    return idOf(path);
  }
}

export const idOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
