/** Upload requests by `fetch`, where nobody looks at a progress bar: in Node, in tests. */
import type { UploadAnswer, UploadRequest } from './upload-environment.ts';

export async function requestByFetch({ method, url, headers, body, signal }: UploadRequest): Promise<UploadAnswer> {
  const response = await fetch(url, {
    method,
    headers,
    signal,
    ...(body === undefined ? {} : { body: await body.arrayBuffer() }),
  });
  return { status: response.status, header: (name) => response.headers.get(name), body: await response.text() };
}
