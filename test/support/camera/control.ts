import { z } from 'zod';
import { epochMs, milliseconds } from '../../../core/domain/units.ts';
import type { SimulatedCamera } from './simulated-camera.ts';

const credentials = z.strictObject({ username: z.string(), password: z.string() }).nullable();
const files = z.strictObject({ film: z.string(), dark: z.string().optional(), moved: z.string().optional() });

/** The first line to a camera in a process of its own: `SimulatedCameraOptions` as JSON. */
export const optionsLine = z.strictObject({
  main: files,
  sub: files.optional(),
  hevc: z.string().optional(),
  credentials: credentials.optional(),
  airing: z.strictObject({ idleGops: z.int().optional(), loopGops: z.int().nullable().optional() }).optional(),
  from: z.int().transform(epochMs).optional(),
  host: z.string().optional(),
  rtspPort: z.int().optional(),
  onvifPort: z.int().optional(),
  discovery: z
    .strictObject({
      name: z.string().optional(),
      port: z.int().optional(),
      multicastInterface: z.string().optional(),
    })
    .optional(),
});

/** Every further line: one thing to do. */
export const commandLine = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('play'), from: z.int() }),
  z.strictObject({ do: z.literal('show'), what: z.enum(['film', 'dark', 'moved']) }),
  z.strictObject({ do: z.literal('send'), what: z.enum(['h264', 'h265', 'audio']) }),
  z.strictObject({ do: z.literal('stall'), what: z.enum(['media', 'everything']) }),
  z.strictObject({ do: z.literal('resume') }),
  z.strictObject({ do: z.literal('drop'), how: z.enum(['reset', 'close']) }),
  z.strictObject({ do: z.literal('refuse') }),
  z.strictObject({ do: z.literal('accept') }),
  z.strictObject({ do: z.literal('password'), credentials }),
  z.strictObject({ do: z.literal('clock'), skewMs: z.number() }),
]);
export type Command = z.infer<typeof commandLine>;

/** Does what a command says to a camera. @throws Error when the camera cannot. */
export async function obey(camera: SimulatedCamera, command: Command): Promise<void> {
  const { rtsp } = camera;
  switch (command.do) {
    case 'play': {
      camera.play({ from: epochMs(command.from) });
      return;
    }
    case 'show': {
      camera.show(command.what);
      return;
    }
    case 'send': {
      camera.send(command.what);
      return;
    }
    case 'stall': {
      rtsp.stall(command.what);
      return;
    }
    case 'resume': {
      rtsp.resume();
      return;
    }
    case 'drop': {
      rtsp.drop(command.how);
      return;
    }
    case 'refuse': {
      rtsp.refuse();
      return;
    }
    case 'accept':
      return rtsp.accept();
    case 'password': {
      camera.setCredentials(command.credentials);
      return;
    }
    case 'clock': {
      camera.onvif.setClockSkew(milliseconds(command.skewMs));
      return;
    }
  }
}
