import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseLayers, type PictureWish, wantedLayer } from './layer-choice.ts';

const layers = [
  { widthPx: 320, heightPx: 180, bitrateBps: 150_000, active: true },
  { widthPx: 640, heightPx: 360, bitrateBps: 500_000, active: true },
  { widthPx: 1_280, heightPx: 720, bitrateBps: 1_500_000, active: true },
];
const wish = (fields: Partial<PictureWish> = {}): PictureWish => ({
  routeId: 1,
  layers,
  tileWidthPx: 1_280,
  tileHeightPx: 720,
  priority: 'other',
  thins: true,
  currentLayer: 0,
  ...fields,
});

describe('the wanted layer', () => {
  it.each([
    [160, 90, 0],
    [320, 180, 0],
    [640, 360, 1],
    [1_280, 720, 2],
    [3_840, 2_160, 2],
  ])('for a tile of %i by %i is %i', (tileWidthPx, tileHeightPx, layer) => {
    expect(wantedLayer(wish({ tileWidthPx, tileHeightPx }))).toBe(layer);
  });

  it('does not jump when a tile wavers around a layer’s size', () => {
    const around = (currentLayer: number, widthPx: number) =>
      wantedLayer(wish({ currentLayer, tileWidthPx: widthPx, tileHeightPx: (widthPx * 9) / 16 }));
    for (let widthPx = 600; widthPx < 720; widthPx += 10) {
      expect(around(1, widthPx)).toBe(1);
      expect(around(2, widthPx)).toBe(around(2, 600) === 2 || widthPx > 576 ? 2 : 1);
    }
    expect(around(2, 500)).toBe(1);
    expect(around(1, 800)).toBe(2);
  });

  it('is never one that does not arrive', () => {
    const reduced = layers.map((layer, index) => ({ ...layer, active: index < 2 }));
    expect(wantedLayer(wish({ layers: reduced }))).toBe(1);
    expect(wantedLayer(wish({ layers: layers.map((layer) => ({ ...layer, active: false })) }))).toBe(0);
  });
});

describe('sharing a budget', () => {
  it('gives everyone what they wish when there is no bound', () => {
    expect(chooseLayers([wish(), wish({ routeId: 2 })], undefined).map(({ spatialLayer }) => spatialLayer)).toEqual([
      2, 2,
    ]);
  });

  it('gives everyone the lowest layer before anyone gets more', () => {
    const chosen = chooseLayers([wish(), wish({ routeId: 2 }), wish({ routeId: 3 })], 460_000);
    expect(chosen.map(({ spatialLayer }) => spatialLayer)).toEqual([0, 0, 0]);
  });

  it('never counts on leaving out frames of pictures whose packets do not say which', () => {
    const wishes = [wish({ thins: false }), wish({ routeId: 2, thins: false })];
    const layersAt = (budgetBps: number) =>
      chooseLayers(wishes, budgetBps).map(({ spatialLayer, temporalLayer }) => [spatialLayer, temporalLayer]);
    expect(layersAt(290_000)).toEqual([
      [0, 7],
      [-1, 7],
    ]);
    // The first one always stays, whole.
    expect(layersAt(0)).toEqual([
      [0, 7],
      [-1, 7],
    ]);
    expect(layersAt(300_000)).toEqual([
      [0, 7],
      [0, 7],
    ]);
  });

  it('serves screens first, then the active speaker, then the largest tile', () => {
    const wishes = [
      wish({ routeId: 1, tileWidthPx: 640, tileHeightPx: 360 }),
      wish({ routeId: 2 }),
      wish({ routeId: 3, priority: 'activeSpeaker' }),
      wish({ routeId: 4, priority: 'screen' }),
    ];
    const layerAt = (budgetBps: number) => chooseLayers(wishes, budgetBps).map(({ spatialLayer }) => spatialLayer);
    expect(layerAt(600_000 + 1_350_000)).toEqual([0, 0, 0, 2]);
    expect(layerAt(600_000 + 2_700_000)).toEqual([0, 0, 2, 2]);
    expect(layerAt(600_000 + 4_050_000)).toEqual([0, 2, 2, 2]);
  });

  it('thins the frames out, and then lets the least important go', () => {
    const [first, second] = chooseLayers([wish({ priority: 'screen' }), wish({ routeId: 2 })], 150_000 + 75_000);
    expect(first).toMatchObject({ spatialLayer: 0, temporalLayer: 7 });
    expect(second).toMatchObject({ spatialLayer: 0, temporalLayer: 0 });
    expect(chooseLayers([wish({ priority: 'screen' }), wish({ routeId: 2 })], 160_000)[1]).toMatchObject({
      spatialLayer: -1,
    });
  });

  it('leaves the most important picture, thinned out, however little there is', () => {
    const [screen, other] = chooseLayers([wish({ priority: 'screen' }), wish({ routeId: 2 })], 0);
    expect(screen).toMatchObject({ spatialLayer: 0, temporalLayer: 0 });
    expect(other).toMatchObject({ spatialLayer: -1 });
  });

  it('never spends more than there is, and answers every wish once', () => {
    const anyWish = fc.record({
      tileWidthPx: fc.nat(4_000),
      tileHeightPx: fc.nat(4_000),
      priority: fc.constantFrom('screen', 'activeSpeaker', 'other') as fc.Arbitrary<PictureWish['priority']>,
      currentLayer: fc.integer({ min: -1, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(anyWish, { maxLength: 30 }), fc.nat(20_000_000), (fields, budgetBps) => {
        const wishes = fields.map((field, index) => wish({ ...field, routeId: index }));
        const chosen = chooseLayers(wishes, budgetBps);
        expect(chosen.map(({ routeId }) => routeId)).toEqual(wishes.map(({ routeId }) => routeId));
        const spentBps = chosen.reduce(
          (sum, { spatialLayer, temporalLayer }) =>
            sum + (layers[spatialLayer]?.bitrateBps ?? 0) * (temporalLayer === 0 ? 0.5 : 1),
          0,
        );
        // But for the one picture that always stays.
        expect(spentBps).toBeLessThanOrEqual(Math.max(budgetBps, layers[0]!.bitrateBps / 2));
      }),
    );
  });
});
