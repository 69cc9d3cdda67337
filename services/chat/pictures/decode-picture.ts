/**
 * The one file that knows the decoder: Rust in WebAssembly, for PNG, JPEG, WebP, GIF and BMP, the first frame of an animation. Never to be
 * called on a stranger's picture in the server's own process: a bomb takes its memory.
 */
import photon from '@silvia-odwyer/photon-node';
import type { Pixels } from './pixels.ts';

/** What its published class hides. The class itself would copy the pixels out of its memory, as much again. */
interface PhotonInside {
  readonly __wasm: {
    readonly memory: { readonly buffer: ArrayBuffer };
    /** Address and length in bytes. */
    photonimage_get_raw_pixels(picture: number): readonly [number, number];
  };
}

/** A view into the decoder's memory, good until the next picture is decoded. Throws when it is no picture that can be decoded whole. */
export function decodePicture(picture: Uint8Array): Pixels {
  const decoded = photon.PhotonImage.new_from_byteslice(picture);
  const { __wasm: wasm } = photon as unknown as PhotonInside;
  const { __wbg_ptr: address } = decoded as unknown as { readonly __wbg_ptr: number };
  const [at, length] = wasm.photonimage_get_raw_pixels(address);
  return {
    data: new Uint8Array(wasm.memory.buffer, at, length),
    widthPx: decoded.get_width(),
    heightPx: decoded.get_height(),
  };
}
