import { DARK_BELOW, EDGE, edgesOf, GREY, percentile } from './picture-grey.ts';

/** What the picture looked like when a person said that the camera hangs right. */
export interface Scene {
  /** {@link GREY}: width × height values. */
  readonly grey: Uint8Array;
  /** How strong the finest edges are, in grey levels of a picture about 480 pixels wide. */
  readonly detail: number;
}

/** A scene made ready to be compared with. */
export interface SceneMemory {
  readonly edges: Uint8Array;
  /** The share of places with an edge. */
  readonly share: number;
  readonly fineness: number;
  /** Blocks in which a move would show, the richest first. */
  readonly blocks: readonly number[];
}

const BLOCK = { width: 16, height: 9 } as const;
const COLUMNS = GREY.width / BLOCK.width;
const ROWS = GREY.height / BLOCK.height;
/** Mean step of a block with something in it, across and down: lines of one direction do not show a move along them. */
const TEXTURED = 1.2;
/** With fewer such blocks nothing can be said of a move. */
const LEAST_BLOCKS = 4;
/** More than this many tell nothing new. */
const MOST_BLOCKS = 24;

/** A block is where it was when its edges correlate so much. */
const SAME = 0.7;
/** So many of the blocks where they were, one step aside at most: nothing was moved. */
const SURELY_STILL = 0.75;
/** Fewer than this: moved out of reach of the search. People cover many blocks, but hardly nearly all. */
const HARDLY_STILL = 0.06;
/** Elsewhere so many more of them than here: moved there. */
const RATHER_THERE = 0.2;
/** The search reaches so far, in steps of the small picture: an eighth of its width and height. */
const REACH = { x: 12, y: 7 } as const;

/** Makes a scene ready to be compared with. */
export function rememberScene(scene: Scene): SceneMemory {
  const edges = edgesOf(scene.grey);
  const share = edges.filter((edge) => edge >= EDGE).length / edges.length;
  return { edges, share, fineness: fineness(scene), blocks: texturedBlocks(scene.grey).slice(0, MOST_BLOCKS) };
}

/** What keeps a picture from being a scene to compare with: it is dark, or has too little in it; null when it will do. */
export function sceneFault(scene: Scene): 'dark' | 'bare' | null {
  if (percentile(scene.grey, 0.8) < DARK_BELOW) return 'dark';
  return rememberScene(scene).blocks.length < LEAST_BLOCKS ? 'bare' : null;
}

/** The share of the scene's edges that are gone, 0–1. */
export function lostShare(edges: Uint8Array, scene: SceneMemory): number {
  let there = 0;
  let gone = 0;
  for (const [i, edge] of scene.edges.entries()) {
    if (edge < EDGE) continue;
    there += 1;
    if ((edges[i] ?? 0) * 3 < edge) gone += 1;
  }
  return there === 0 ? 0 : gone / there;
}

/** Whether the camera looks elsewhere than in the scene. Light and people do not count; a step of 1 % of the width neither. */
export function wasMoved(edges: Uint8Array, scene: SceneMemory): boolean {
  if (scene.blocks.length < LEAST_BLOCKS) return false;
  const share = (still: (block: number) => boolean): number => scene.blocks.filter(still).length / scene.blocks.length;
  const here = share((block) => isNear(block, edges, scene));
  if (here >= SURELY_STILL) return false;
  if (here < HARDLY_STILL) return true;
  for (let y = -REACH.y; y <= REACH.y; y++) {
    for (let x = -REACH.x; x <= REACH.x; x++) {
      if (Math.abs(x) <= 1 && Math.abs(y) <= 1) continue;
      if (share((block) => correlation(block, edges, scene.edges, x, y) >= SAME) >= here + RATHER_THERE) return true;
    }
  }
  return false;
}

/** Fine edges against the picture's own contrast: light falls out of it, focus does not. */
export function fineness({ detail, grey }: Scene): number {
  return detail / Math.max(8, percentile(grey, 0.95) - percentile(grey, 0.05));
}

function texturedBlocks(grey: Uint8Array): number[] {
  return Array.from({ length: COLUMNS * ROWS }, (_, block) => ({ block, texture: textureOf(block, grey) }))
    .filter(({ texture }) => texture >= TEXTURED)
    .sort((a, b) => b.texture - a.texture)
    .map(({ block }) => block);
}

/** The smaller of a block's mean steps across and down. */
function textureOf(block: number, grey: Uint8Array): number {
  const { left, top } = cornerOf(block);
  let [across, down] = [0, 0];
  for (let y = top; y < top + BLOCK.height - 1; y++) {
    for (let x = left; x < left + BLOCK.width - 1; x++) {
      const here = grey[y * GREY.width + x] ?? 0;
      across += Math.abs(here - (grey[y * GREY.width + x + 1] ?? 0));
      down += Math.abs(here - (grey[(y + 1) * GREY.width + x] ?? 0));
    }
  }
  return Math.min(across, down) / ((BLOCK.width - 1) * (BLOCK.height - 1));
}

function isNear(block: number, edges: Uint8Array, scene: SceneMemory): boolean {
  for (let y = -1; y <= 1; y++)
    for (let x = -1; x <= 1; x++) if (correlation(block, edges, scene.edges, x, y) >= SAME) return true;
  return false;
}

/** Pearson's correlation of a block of `scene` with what is `dx`, `dy` steps aside in `edges`; places outside are left out. */
function correlation(block: number, edges: Uint8Array, scene: Uint8Array, dx: number, dy: number): number {
  const { left, top } = cornerOf(block);
  let [n, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let y = Math.max(top, -dy); y < Math.min(top + BLOCK.height, GREY.height - dy); y++) {
    for (let x = Math.max(left, -dx); x < Math.min(left + BLOCK.width, GREY.width - dx); x++) {
      const i = y * GREY.width + x;
      const there = edges[i + dy * GREY.width + dx] ?? 0;
      const then = scene[i] ?? 0;
      n += 1;
      a += there;
      b += then;
      aa += there * there;
      bb += then * then;
      ab += there * then;
    }
  }
  const spread = Math.sqrt(Math.max(0, n * aa - a * a) * Math.max(0, n * bb - b * b));
  return spread === 0 ? 0 : (n * ab - a * b) / spread;
}

function cornerOf(block: number): { readonly left: number; readonly top: number } {
  return { left: (block % COLUMNS) * BLOCK.width, top: Math.floor(block / COLUMNS) * BLOCK.height };
}
