/** A camera for those who have none: a coloured picture with the frame code on top and a shape that wanders through it. */
import { drawFrameCodeIntoI420, frameColours, type I420Picture } from '@veche/testkit/frame-code.ts';
import { wrtc } from './wrtc-globals.ts';

export interface MovingPictureOptions {
  /** Even. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  /** 0 to 15, the frame code's. */
  readonly colour: number;
  /** The code's counter steps with the clock, so many a second, instead of with the frames: whoever sees a frame can tell when it was drawn. */
  readonly counterHz?: number;
}

/** Draws frames of one participant; pure apart from the canvas that it owns. */
export class PicturePainter {
  readonly #options: MovingPictureOptions;
  readonly #background: Uint8Array;
  readonly #canvas: I420Picture;

  constructor(options: MovingPictureOptions) {
    const { widthPx: width, heightPx: height, colour } = options;
    this.#options = options;
    const [red, green, blue] = frameColours[colour & 0xf]!;
    const luma = width * height;
    const chroma = luma / 4;
    this.#background = new Uint8Array(luma + 2 * chroma);
    this.#background.fill(16 + 0.257 * red + 0.504 * green + 0.098 * blue, 0, luma);
    this.#background.fill(128 - 0.148 * red - 0.291 * green + 0.439 * blue, luma, luma + chroma);
    this.#background.fill(128 + 0.439 * red - 0.368 * green - 0.071 * blue, luma + chroma);
    this.#canvas = { width, height, data: new Uint8Array(this.#background.length) };
  }

  /** The same canvas each time, drawn anew. */
  paint(frame: number): I420Picture {
    const { widthPx: width, heightPx: height, colour } = this.#options;
    const { data } = this.#canvas;
    data.set(this.#background);
    const radius = height / 7;
    const centreX = width / 2 + (width / 3) * Math.sin(frame / 23 + colour);
    const centreY = height * 0.6 + (height / 6) * Math.sin(frame / 17 + colour * 2);
    for (let y = Math.ceil(centreY - radius); y < Math.min(height, centreY + radius); y++) {
      const half = Math.sqrt(Math.max(0, radius ** 2 - (y - centreY) ** 2));
      const row = y * width;
      data.fill(210, row + Math.max(0, Math.ceil(centreX - half)), row + Math.min(width, Math.ceil(centreX + half)));
    }
    drawFrameCodeIntoI420(this.#canvas, { counter: frame & 0xffff, colour });
    return this.#canvas;
  }
}

export class MovingPicture {
  readonly track: MediaStreamTrack;
  readonly #timer: NodeJS.Timeout;
  #frame = 0;

  constructor(options: MovingPictureOptions) {
    const { counterHz } = options;
    const source = new wrtc.nonstandard.RTCVideoSource();
    const painter = new PicturePainter(options);
    this.track = source.createTrack();
    // The sender's encodings follow the size, which this engine does not tell by itself.
    Object.defineProperty(this.track, 'getSettings', {
      value: () => ({ width: options.widthPx, height: options.heightPx }),
    });
    const counter = () => (counterHz === undefined ? this.#frame : Math.floor((Date.now() / 1_000) * counterHz));
    this.#timer = setInterval(() => {
      source.onFrame(painter.paint(counter()));
      this.#frame += 1;
    }, 1000 / options.framesPerSecond);
  }

  /** How many frames were drawn: what the newest frame's counter is about to be, unless it steps with the clock. */
  get frame(): number {
    return this.#frame;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.track.stop();
  }
}
