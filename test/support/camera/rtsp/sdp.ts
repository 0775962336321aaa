import type { EncodedFilm } from '../film/encoded-film.ts';

/** A session description (RFC 4566) around one media section; the track's control address is `trackID=0`. */
export function sessionDescription(media: string, host: string): string {
  const head = [
    'v=0',
    `o=- 0 0 IN IP4 ${host}`,
    's=Zaike simulated camera',
    `c=IN IP4 ${host}`,
    't=0 0',
    'a=control:*',
  ];
  return [...head, media, 'a=control:trackID=0', ''].join('\r\n');
}

/** The media section of a film: RFC 6184 §8.2.1 for H.264, RFC 7798 §7.2.2 for H.265. */
export function videoSdp(film: Pick<EncodedFilm, 'codec' | 'parameterSets' | 'fps'>, payloadType: number): string {
  const sets = film.parameterSets.map((set) => set.toString('base64'));
  const sps = film.parameterSets[0];
  const [name, parameters] =
    film.codec === 'h264'
      ? [
          'H264',
          `packetization-mode=1;profile-level-id=${sps?.toString('hex', 1, 4).toUpperCase() ?? ''};sprop-parameter-sets=${sets.join(',')}`,
        ]
      : ['H265', `sprop-vps=${sets[0] ?? ''};sprop-sps=${sets[1] ?? ''};sprop-pps=${sets[2] ?? ''}`];
  return [
    `m=video 0 RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${name}/90000`,
    `a=fmtp:${payloadType} ${parameters}`,
    `a=framerate:${film.fps}`,
    'a=recvonly',
  ].join('\r\n');
}
