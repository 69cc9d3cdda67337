/** A camera and a screen for screenshots: a drawn person before a drawn room, different for each seed, so that pictures of the product show people and nobody in particular. */
export function portraitCameraScript(seed: number): string {
  return `(() => {
${installPortraitCamera.toString()}
installPortraitCamera(${seed});
})();`;
}

/** Runs inside the page. */
function installPortraitCamera(seed: number): void {
  const pick = <Value>(values: readonly Value[], salt: number): Value =>
    values[(seed * 5 + salt * 3) % values.length] as Value;
  const skin = pick(['#f2d0b5', '#d9a47c', '#8d5a3b', '#f0c8a0', '#5f3c28', '#c98d64'], 0);
  const hair = pick(['#2b1d16', '#6d4526', '#1a1a22', '#b98a4a', '#8c8c93', '#4a2318'], 1);
  const shirt = pick(['#2f5d8a', '#7a3b52', '#3c6e57', '#c9862f', '#44476e', '#a34a3f', '#52707c'], 2);
  const wall = pick(['#d9dfe4', '#e8dfd3', '#cfd8cf', '#3d4654', '#e3d3d0', '#5b6a63', '#d5cfe2'], 3);
  const accent = pick(['#b8c4cf', '#c9a97f', '#8fa58f', '#566179', '#b58a86', '#7c8d85', '#9a90b5'], 3);
  const longHair = seed % 2 === 0;

  const paint = (context: CanvasRenderingContext2D, width: number, height: number, seconds: number) => {
    const disc = (x: number, y: number, radiusX: number, radiusY: number, colour: string) => {
      context.fillStyle = colour;
      context.beginPath();
      context.ellipse(x, y, radiusX, radiusY, 0, 0, Math.PI * 2);
      context.fill();
    };
    const light = context.createLinearGradient(0, 0, width, height);
    light.addColorStop(0, wall);
    light.addColorStop(1, accent);
    context.fillStyle = light;
    context.fillRect(0, 0, width, height);
    context.fillStyle = accent;
    for (let shelf = 0; shelf < 3; shelf += 1)
      context.fillRect(
        width * (seed % 3 === 0 ? 0.04 : 0.74),
        height * (0.14 + shelf * 0.2),
        width * 0.22,
        height * 0.018,
      );
    for (let book = 0; book < 9; book += 1) {
      context.fillStyle = ['#8a4b3c', '#3f5f7a', '#c7a55b', '#5a7a5f'][(book + seed) % 4] as string;
      const left = width * ((seed % 3 === 0 ? 0.05 : 0.75) + (book % 3) * 0.035);
      context.fillRect(left, height * (0.055 + Math.floor(book / 3) * 0.2), width * 0.024, height * 0.085);
    }
    const sway = Math.sin(seconds * 0.8 + seed) * width * 0.008;
    const x = width / 2 + sway;
    const y = height * 0.47;
    const size = height * 0.21;
    if (longHair) disc(x, y + size * 0.35, size * 1.12, size * 1.45, hair);
    context.fillStyle = shirt;
    context.beginPath();
    context.ellipse(x, height * 1.06, width * 0.3, height * 0.36, 0, Math.PI, 0);
    context.fill();
    context.fillStyle = skin;
    context.fillRect(x - size * 0.32, y + size * 0.6, size * 0.64, size * 0.75);
    disc(x, y, size * 0.86, size * 1.08, skin);
    disc(x, y - size * 0.62, size * 0.95, size * 0.62, hair);
    disc(x, y - size * 0.18, size * 0.74, size * 0.42, skin);
    const eyesOpen = Math.sin(seconds * 1.7 + seed * 2) > -0.96;
    for (const side of [-1, 1]) {
      disc(x + side * size * 0.32, y - size * 0.02, size * 0.1, eyesOpen ? size * 0.1 : size * 0.02, '#26211f');
      context.fillStyle = hair;
      context.fillRect(x + side * size * 0.32 - size * 0.16, y - size * 0.26, size * 0.32, size * 0.05);
    }
    context.strokeStyle = '#8f4a43';
    context.lineWidth = size * 0.06;
    context.lineCap = 'round';
    context.beginPath();
    context.arc(x, y + size * 0.38, size * 0.26, Math.PI * 0.18, Math.PI * 0.82);
    context.stroke();
    if (seed % 4 === 1) {
      context.strokeStyle = '#2d2d33';
      context.lineWidth = size * 0.045;
      for (const side of [-1, 1]) {
        context.beginPath();
        context.arc(x + side * size * 0.32, y, size * 0.2, 0, Math.PI * 2);
        context.stroke();
      }
    }
  };

  /** The device fields show what is in use by the track's own word. */
  const known = (track: MediaStreamTrack, deviceId: string): MediaStreamTrack => {
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({ ...settings(), deviceId });
    return track;
  };

  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = new MediaStream();
    if (constraints?.video) {
      const canvas = document.createElement('canvas');
      canvas.width = 640;
      canvas.height = 360;
      const context = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
      const step = () => paint(context, canvas.width, canvas.height, performance.now() / 1000);
      step();
      setInterval(step, 125);
      stream.addTrack(known(canvas.captureStream(8).getVideoTracks()[0] as MediaStreamTrack, 'videoinput'));
    }
    if (constraints?.audio) {
      const audio = new AudioContext();
      const out = audio.createMediaStreamDestination();
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      gain.gain.value = seed === 4 ? 0.2 : 0.0001;
      tone.connect(gain).connect(out);
      tone.start();
      stream.addTrack(known(out.stream.getAudioTracks()[0] as MediaStreamTrack, 'audioinput'));
    }
    return stream;
  };
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 1280;
    canvas.height = 720;
    const context = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
    const step = () => {
      context.fillStyle = '#fbfaf6';
      context.fillRect(0, 0, 1280, 720);
      context.fillStyle = '#1c544d';
      context.fillRect(0, 0, 1280, 14);
      context.font = '700 54px Inter, sans-serif';
      context.fillText('How a river finds its bed', 80, 130);
      context.font = '400 28px Inter, sans-serif';
      context.fillStyle = '#44504f';
      context.fillText('Measured flow by month, three valleys', 80, 180);
      const heights = [120, 150, 210, 330, 380, 300, 220, 170, 150, 190, 180, 140];
      for (const [month, height] of heights.entries()) {
        context.fillStyle = month === 4 ? '#b06a1e' : '#7fa79f';
        context.fillRect(90 + month * 92, 650 - height, 58, height);
      }
      context.fillStyle = '#c9c3b4';
      context.fillRect(80, 650, 1120, 2);
    };
    step();
    setInterval(step, 200);
    return new MediaStream([canvas.captureStream(5).getVideoTracks()[0] as MediaStreamTrack]);
  };
  const device = (kind: MediaDeviceKind, label: string) => ({
    kind,
    label,
    deviceId: kind,
    groupId: 'one',
    toJSON: () => ({}),
  });
  navigator.mediaDevices.enumerateDevices = async () =>
    [
      device('videoinput', 'Built-in camera'),
      device('audioinput', 'Built-in microphone'),
      device('audiooutput', 'Speakers'),
    ] as MediaDeviceInfo[];
}
