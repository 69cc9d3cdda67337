/** An address of bytes that are at hand, for as long as they are shown. */
import type { FileBytes } from '@veche/client/chat/uploads/upload-environment.ts';
import { useEffect, useState } from 'react';

/** To look at a larger picture costs more than the look is worth. */
const largestBytes = 20 * 1024 * 1024;
/** What every browser shows, and nothing that can hold a script. */
const shown = /^image\/(png|jpeg|gif|webp|avif)$/;

/** Undefined where there is no picture to look at. */
export function usePictureUrl(file: FileBytes | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!(file instanceof Blob) || !shown.test(file.type) || file.size > largestBytes) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [file]);
  return url;
}
