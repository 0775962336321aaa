import { type FaceSight, type PhotoFinding, type PhotoSight, photoFindings } from './enrolment.ts';

/** The pictures that a guided enrolment takes, in order; left and right are the person's own. */
export const liveSteps = ['front', 'left', 'right', 'up', 'front-again'] as const;
export type LiveStep = (typeof liveSteps)[number];

/** Degrees. A turned face is wanted between `least` and `most`; up is meant beside the person's own straight look. */
export const liveLimits = {
  straight: { yaw: 12, pitch: 15 },
  turned: { least: 13, most: 32, pitch: 20 },
  up: { least: 7, most: 25, yaw: 15 },
} as const;

/** What the person before the camera is to do now. */
export type LiveHint =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'several'; readonly faces: number }
  /** Something spoils the picture whatever the pose. */
  | { readonly kind: 'finding'; readonly finding: PhotoFinding }
  | { readonly kind: 'turn'; readonly step: LiveStep }
  /** Turned too far for this step. */
  | { readonly kind: 'back'; readonly step: LiveStep }
  | { readonly kind: 'done' };

export interface LiveProgress {
  /** How many of {@link liveSteps} are taken. */
  readonly taken: number;
  /** The pitch of the first straight look; null before it. */
  readonly straightPitch: number | null;
  readonly hint: LiveHint;
}

export const liveStart: LiveProgress = { taken: 0, straightPitch: null, hint: { kind: 'turn', step: 'front' } };

/**
 * What follows from one look at the camera: what to say, and whether this picture is the one that the step asks for
 * (`take`). `faces`: how many faces of about the nearest one's size are in the frame.
 */
export function guide(
  before: LiveProgress,
  faces: number,
  sight: PhotoSight | null,
): { readonly progress: LiveProgress; readonly take: LiveStep | null } {
  const step = liveSteps[before.taken];
  const say = (hint: LiveHint) => ({ progress: { ...before, hint }, take: null });
  if (step === undefined) return say({ kind: 'done' });
  if (faces > 1) return say({ kind: 'several', faces });
  if (sight?.kind === 'several-faces') return say({ kind: 'several', faces: sight.faces });
  if (faces === 0 || sight?.kind !== 'face') return say({ kind: 'nobody' });
  const spoilt = photoFindings(sight).find(isSpoilt);
  if (spoilt) return say({ kind: 'finding', finding: spoilt });
  const fit = fits(step, sight, before.straightPitch ?? 0);
  if (fit !== 'fits') return say({ kind: fit, step });
  const taken = before.taken + 1;
  const next = liveSteps[taken];
  const straightPitch = step === 'front' ? sight.look.pose.pitch : before.straightPitch;
  return {
    progress: { taken, straightPitch, hint: next === undefined ? { kind: 'done' } : { kind: 'turn', step: next } },
    take: step,
  };
}

/** What spoils a picture whatever the pose; a face of 60 px between the eyes will do, cameras seldom give 90. */
function isSpoilt({ code, refused }: PhotoFinding): boolean {
  if (code === 'turned' || code === 'nodding' || code === 'leaning') return false;
  return refused || ['blurred', 'dark', 'bright', 'mouth-covered', 'eyes-covered'].includes(code);
}

function fits(step: LiveStep, { look: { pose } }: FaceSight, straightPitch: number): 'fits' | 'turn' | 'back' {
  const { straight, turned, up } = liveLimits;
  const rise = pose.pitch - straightPitch;
  switch (step) {
    case 'front':
      return Math.abs(pose.yaw) <= straight.yaw && Math.abs(pose.pitch) <= 25 ? 'fits' : 'turn';
    case 'front-again':
      return Math.abs(pose.yaw) <= straight.yaw && Math.abs(rise) <= straight.pitch ? 'fits' : 'turn';
    case 'left':
    case 'right': {
      const yaw = step === 'left' ? pose.yaw : -pose.yaw;
      if (yaw > turned.most) return 'back';
      return yaw >= turned.least && Math.abs(rise) <= turned.pitch ? 'fits' : 'turn';
    }
    case 'up':
      if (rise > up.most) return 'back';
      return rise >= up.least && Math.abs(pose.yaw) <= up.yaw ? 'fits' : 'turn';
  }
}
