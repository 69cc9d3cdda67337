/**
 * Which simulcast layer each picture of a receiver gets: as large as its tile needs, and no more than the receiver can take. Everyone
 * gets the lowest layer before anyone gets more; then screens, the active speaker and the largest tiles come first.
 * The most important picture is never taken away: without it nothing would show that there is room again.
 */
export interface LayerFacts {
  /** 0 = not known. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitrateBps: number;
  /** Packets of it arrive. */
  readonly active: boolean;
}

export interface PictureWish {
  readonly routeId: number;
  readonly layers: readonly LayerFacts[];
  readonly tileWidthPx: number;
  readonly tileHeightPx: number;
  readonly priority: 'screen' | 'activeSpeaker' | 'other';
  /** Frames can be left out: its packets say which. H.264's do not. */
  readonly thins: boolean;
  /** What it gets now; -1 = nothing. */
  readonly currentLayer: number;
}

export interface LayerDecision {
  readonly routeId: number;
  /** -1 = there is no room for this picture at all. */
  readonly spatialLayer: number;
  /** 0 = every fourth frame or so, 7 = all. */
  readonly temporalLayer: number;
}

const allFrames = 7;
const fewFrames = 0;
const fewFramesShare = 0.5;
const layerSuffices = 1.15;
const lowerLayerSuffices = 0.9;

/** `budgetBps` is for pictures alone; undefined = as much as they wish. */
export function chooseLayers(wishes: readonly PictureWish[], budgetBps: number | undefined): LayerDecision[] {
  const ordered = wishes.toSorted((a, b) => rank(b) - rank(a) || area(b) - area(a) || a.routeId - b.routeId);
  const chosen = new Map<number, LayerDecision>();
  let leftBps = budgetBps ?? Number.POSITIVE_INFINITY;

  for (const wish of ordered) {
    const layer = lowestActive(wish.layers);
    const costBps = layerBitrateBps(wish.layers, layer);
    const { routeId } = wish;
    if (costBps <= leftBps) {
      chosen.set(routeId, { routeId, spatialLayer: layer, temporalLayer: allFrames });
      leftBps -= costBps;
    } else if (!wish.thins && chosen.size === 0) {
      chosen.set(routeId, { routeId, spatialLayer: layer, temporalLayer: allFrames });
      leftBps = 0;
    } else if (wish.thins && (costBps * fewFramesShare <= leftBps || chosen.size === 0)) {
      chosen.set(routeId, { routeId, spatialLayer: layer, temporalLayer: fewFrames });
      leftBps = Math.max(0, leftBps - costBps * fewFramesShare);
    } else {
      chosen.set(routeId, { routeId, spatialLayer: -1, temporalLayer: allFrames });
    }
  }
  for (const wish of ordered) {
    const base = chosen.get(wish.routeId);
    if (base === undefined || base.spatialLayer < 0 || base.temporalLayer !== allFrames) continue;
    const baseBps = layerBitrateBps(wish.layers, base.spatialLayer);
    for (let layer = wantedLayer(wish); layer > base.spatialLayer; layer -= 1) {
      if (wish.layers[layer]?.active !== true) continue;
      const extraBps = layerBitrateBps(wish.layers, layer) - baseBps;
      if (extraBps > leftBps) continue;
      leftBps -= extraBps;
      chosen.set(wish.routeId, { ...base, spatialLayer: layer });
      break;
    }
  }
  return wishes.map(({ routeId }) => chosen.get(routeId) ?? { routeId, spatialLayer: 0, temporalLayer: allFrames });
}

/** The lowest layer that fills the tile; a tile whose size wavers around a layer's size does not make it jump to and fro. */
export function wantedLayer({ layers, tileWidthPx, tileHeightPx, currentLayer }: PictureWish): number {
  const top = highestActive(layers);
  for (let layer = 0; layer < top; layer += 1) {
    if (layers[layer]?.active !== true) continue;
    const { widthPx, heightPx } = layerSize(layers, layer);
    const scale = Math.sqrt((tileWidthPx * tileHeightPx) / (widthPx * heightPx));
    const suffices = layer < currentLayer ? lowerLayerSuffices : layerSuffices;
    if (scale <= suffices) return layer;
  }
  return top;
}

export function lowestActive(layers: readonly LayerFacts[]): number {
  return Math.max(
    0,
    layers.findIndex(({ active }) => active),
  );
}

function highestActive(layers: readonly LayerFacts[]): number {
  return Math.max(
    0,
    layers.findLastIndex(({ active }) => active),
  );
}

/** The last known size; before that, as browsers halve from 1280 by 720. */
function layerSize(layers: readonly LayerFacts[], layer: number): { widthPx: number; heightPx: number } {
  const facts = layers[layer];
  if (facts !== undefined && facts.widthPx > 0 && facts.heightPx > 0) return facts;
  const scaledDownBy = 2 ** (layers.length - 1 - layer);
  return { widthPx: 1_280 / scaledDownBy, heightPx: 720 / scaledDownBy };
}

const usualBitrateBps = [150_000, 500_000, 1_500_000];

function layerBitrateBps(layers: readonly LayerFacts[], layer: number): number {
  const known = layers[layer]?.bitrateBps ?? 0;
  if (known > 0) return known;
  return usualBitrateBps[usualBitrateBps.length - layers.length + layer] ?? 500_000;
}

const rank = ({ priority }: PictureWish): number => (priority === 'screen' ? 2 : priority === 'activeSpeaker' ? 1 : 0);
const area = ({ tileWidthPx, tileHeightPx }: PictureWish): number => tileWidthPx * tileHeightPx;
