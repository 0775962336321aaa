/** Payload bytes of one RTP packet at most: what fits an Ethernet frame. */
const MAX_PAYLOAD = 1400;

/** One moment of a stream, cut into RTP payloads; the last one gets the marker bit. */
export interface MediaFrame {
  readonly payloads: readonly Buffer[];
  /** Ticks of the stream's RTP clock (90 kHz for video). */
  readonly rtpTime: number;
  readonly keyframe: boolean;
}

/** RTP payloads of one H.264 NAL unit: itself, or FU-A fragments (RFC 6184 §5.6, §5.8). */
export function h264Payloads(nal: Buffer, max: number = MAX_PAYLOAD): Buffer[] {
  if (nal.length <= max) return [nal];
  const header = nal.readUInt8(0);
  return fragments(nal, 1, max - 2, (startEnd) => Buffer.from([(header & 0xe0) | 28, startEnd | (header & 0x1f)]));
}

/** RTP payloads of one H.265 NAL unit: itself, or fragmentation units (RFC 7798 §4.4.1, §4.4.3). */
export function h265Payloads(nal: Buffer, max: number = MAX_PAYLOAD): Buffer[] {
  if (nal.length <= max) return [nal];
  const first = nal.readUInt8(0);
  const second = nal.readUInt8(1);
  const type = (first >> 1) & 0x3f;
  return fragments(nal, 2, max - 3, (startEnd) => Buffer.from([(first & 0x81) | (49 << 1), second, startEnd | type]));
}

function fragments(nal: Buffer, from: number, step: number, prefix: (startEnd: number) => Buffer): Buffer[] {
  const result: Buffer[] = [];
  for (let at = from; at < nal.length; at += step) {
    const startEnd = (at === from ? 0x80 : 0) | (at + step >= nal.length ? 0x40 : 0);
    result.push(Buffer.concat([prefix(startEnd), nal.subarray(at, at + step)]));
  }
  return result;
}

/** Where the packets of one receiver go and how they are numbered. */
export interface RtpState {
  readonly payloadType: number;
  readonly ssrc: number;
  /** The next packet's number; counted on by {@link interleavedRtp}. */
  sequence: number;
  /** Interleaved channel of RTP; RTCP has the next one. */
  readonly channel: number;
}

/** A frame as interleaved RTP packets (RFC 3550 §5.1, RFC 2326 §10.12), ready for the socket. */
export function interleavedRtp(frame: MediaFrame, state: RtpState): Buffer {
  const parts: Buffer[] = [];
  for (const [i, payload] of frame.payloads.entries()) {
    const header = Buffer.alloc(16);
    header.writeUInt8(0x24, 0);
    header.writeUInt8(state.channel, 1);
    header.writeUInt16BE(12 + payload.length, 2);
    header.writeUInt8(0x80, 4);
    header.writeUInt8((i === frame.payloads.length - 1 ? 0x80 : 0) | state.payloadType, 5);
    header.writeUInt16BE(state.sequence, 6);
    header.writeUInt32BE(frame.rtpTime >>> 0, 8);
    header.writeUInt32BE(state.ssrc, 12);
    state.sequence = (state.sequence + 1) & 0xffff;
    parts.push(header, payload);
  }
  return Buffer.concat(parts);
}

/** Seconds from 1900 (NTP) to 1970. */
const NTP_OFFSET = 2_208_988_800;

/** An interleaved RTCP sender report (RFC 3550 §6.4.1): at `wallMs` the RTP clock stands at `rtpTime`. */
export function interleavedSenderReport(
  state: RtpState,
  at: { wallMs: number; rtpTime: number; packets: number; octets: number },
): Buffer {
  const report = Buffer.alloc(4 + 28);
  report.writeUInt8(0x24, 0);
  report.writeUInt8(state.channel + 1, 1);
  report.writeUInt16BE(28, 2);
  report.writeUInt8(0x80, 4);
  report.writeUInt8(200, 5);
  report.writeUInt16BE(6, 6);
  report.writeUInt32BE(state.ssrc, 8);
  report.writeUInt32BE((Math.floor(at.wallMs / 1000) + NTP_OFFSET) >>> 0, 12);
  report.writeUInt32BE(Math.floor(((at.wallMs % 1000) / 1000) * 2 ** 32) >>> 0, 16);
  report.writeUInt32BE(at.rtpTime >>> 0, 20);
  report.writeUInt32BE(at.packets >>> 0, 24);
  report.writeUInt32BE(at.octets >>> 0, 28);
  return report;
}
