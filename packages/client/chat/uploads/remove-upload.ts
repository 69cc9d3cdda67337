/** Takes a file that nobody wants to send any more from the server. What it cannot reach in a few tries the server sweeps by itself. */
import { CallFailure } from '../../call-error.ts';
import type { Tus } from './tus.ts';
import type { UploadEnvironment } from './upload-environment.ts';

const tries = 5;
const retryMs = 2_000;

export async function removeUpload(
  address: string,
  { tus, environment }: { readonly tus: Tus; readonly environment: UploadEnvironment },
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; attempt < tries && !signal.aborted; attempt += 1) {
    try {
      await tus.remove(address, signal);
      return;
    } catch (error) {
      if (error instanceof CallFailure && !error.retryable) return;
      await new Promise<void>((resolve) => environment.setTimeout(resolve, retryMs));
    }
  }
}
