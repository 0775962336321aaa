import { describe, expect, it } from 'vitest';
import type { FaceBox, ScreenFaces } from '../../../core/contract/screen.ts';
import { cameraId, trackId } from '../../../core/domain/ids.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { FaceTimeline } from '../../../core/ui/face-timeline.ts';

const SCALE = 1000;

function faceAt(x: number, track = 1, name: string | null = '王小明'): FaceBox {
  return {
    track: trackId(track),
    x,
    y: 0.2,
    width: 0.1,
    height: 0.2,
    state: name === null ? 'checking' : 'identified',
    name,
  };
}

function resultAt(seconds: number, faces: readonly FaceBox[], run = 1): ScreenFaces {
  return { camera: cameraId('front'), run, decodeTime: seconds * SCALE, at: epochMs(seconds * 1000), faces };
}

function timeline(...results: readonly ScreenFaces[]): FaceTimeline {
  const own = new FaceTimeline();
  for (const result of results) own.add(result);
  return own;
}

describe('the faces of the picture on show', () => {
  it('stand where the result of exactly this picture says', () => {
    const faces = timeline(resultAt(1, [faceAt(0.1)]), resultAt(1.2, [faceAt(0.3)])).at(1, 1.2, SCALE);
    expect(faces).toMatchObject([{ x: 0.3, name: '王小明', opacity: 1 }]);
  });

  it('move evenly between two results', () => {
    const [face] = timeline(resultAt(1, [faceAt(0.1)]), resultAt(1.4, [faceAt(0.3)])).at(1, 1.1, SCALE);
    expect(face?.x).toBeCloseTo(0.15);
  });

  it('do not show what is only found later, as the picture is still before it', () => {
    expect(timeline(resultAt(2, [faceAt(0.1)])).at(1, 1.5, SCALE)).toEqual([]);
  });

  it('are those of the run on show only', () => {
    const own = timeline(resultAt(1, [faceAt(0.1)], 1), resultAt(1, [faceAt(0.7)], 2));
    expect(own.at(1, 1, SCALE)).toMatchObject([{ x: 0.1 }]);
    expect(own.at(2, 1, SCALE)).toMatchObject([{ x: 0.7 }]);
    expect(own.at(3, 1, SCALE)).toEqual([]);
  });

  it('hold for a while without a newer result, then fade', () => {
    const own = timeline(resultAt(1, [faceAt(0.1)]));
    expect(own.at(1, 1.6, SCALE)).toMatchObject([{ opacity: 1 }]);
    expect(own.at(1, 1.85, SCALE)[0]?.opacity).toBeCloseTo(0.5);
    expect(own.at(1, 2.1, SCALE)).toEqual([]);
  });

  it('hold longer when vision is slow', () => {
    const own = timeline(resultAt(1, [faceAt(0.1)]), resultAt(1.7, [faceAt(0.1)]));
    expect(own.at(1, 3.5, SCALE)).toMatchObject([{ opacity: 1 }]);
    expect(own.at(1, 4, SCALE)).toEqual([]);
  });

  it('linger a moment when the next result no longer has them', () => {
    const own = timeline(resultAt(1, [faceAt(0.1)]), resultAt(1.5, []));
    expect(own.at(1, 1.1, SCALE)[0]?.opacity).toBeCloseTo(0.6);
    expect(own.at(1, 1.3, SCALE)).toEqual([]);
  });

  it('bear a name as soon as their track has one', () => {
    const own = timeline(
      resultAt(1, [faceAt(0.1, 1, null)]),
      resultAt(1.3, [faceAt(0.1, 1, null)]),
      resultAt(1.6, [faceAt(0.1)]),
    );
    expect(own.at(1, 1, SCALE)).toMatchObject([{ name: '王小明', state: 'identified' }]);
  });

  it('come right when results come out of order', () => {
    const own = timeline(resultAt(1.4, [faceAt(0.3)]), resultAt(1, [faceAt(0.1)]));
    expect(own.at(1, 1.2, SCALE)[0]?.x).toBeCloseTo(0.2);
  });

  it('are not joined over a long pause of vision', () => {
    const own = timeline(resultAt(1, [faceAt(0.1)]), resultAt(5, [faceAt(0.9)]));
    expect(own.at(1, 1.5, SCALE)).toMatchObject([{ x: 0.1 }]);
    expect(own.at(1, 3, SCALE)).toEqual([]);
  });
});
