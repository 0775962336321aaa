import { systemProcesses } from '../../core/platform/process.ts';
import { type ClassFilm, classFilm } from '../../test/support/camera/film/render-film.ts';
import type { FilmScript } from '../../test/support/camera/film/script.ts';
import type { RemoteCamera } from '../../test/support/camera/remote-camera.ts';
import { DEFAULT_CREDENTIALS } from '../../test/support/camera/simulated-camera.ts';
import { say } from './say.ts';

/** The film of a script; tells how far it is when it has to be rendered first. */
export function demoFilm(script: FilmScript): Promise<ClassFilm> {
  let told = -1;
  return classFilm(systemProcesses, script, (done) => {
    const tenth = Math.floor(done * 10);
    if (tenth > told) say(`rendering the class film, once: ${tenth * 10} %`);
    told = tenth;
  });
}

/** How a kiosk reaches a simulated camera. */
export interface CameraAccess {
  readonly address: string;
  readonly username: string;
  readonly password: string;
}

export function accessOf(camera: RemoteCamera): CameraAccess {
  const { username, password } = camera.credentials ?? DEFAULT_CREDENTIALS;
  return { address: camera.onvifXaddr, username, password };
}

/** The camera loses its network: connections break, new ones are refused. */
export async function fail(camera: RemoteCamera): Promise<void> {
  await camera.tell({ do: 'refuse' });
  await camera.tell({ do: 'drop', how: 'reset' });
}
