/** Upload requests by XMLHttpRequest: the only thing in a browser that tells how much of a body has gone out. */
import type { UploadAnswer, UploadRequest } from '@veche/client/chat/uploads/upload-environment.ts';

export function requestByXhr({ method, url, headers, body, signal, onProgress }: UploadRequest): Promise<UploadAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (body !== undefined) request.upload.addEventListener('progress', ({ loaded }) => onProgress?.(loaded));
    request.addEventListener('load', () => {
      const { status, responseText } = request;
      resolve({ status, header: (name) => request.getResponseHeader(name), body: responseText });
    });
    for (const failure of ['error', 'abort', 'timeout']) {
      request.addEventListener(failure, () => reject(new Error(failure)));
    }
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send((body as Blob | undefined) ?? null);
  });
}
