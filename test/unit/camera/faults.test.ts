import { describe, expect, test } from 'vitest';
import type { GapReason } from '../../../core/domain/media.ts';
import { seconds } from '../../../core/domain/units.ts';
import { captureArguments, captureInput, decodeArguments } from '../../../kiosk/camera/arguments.ts';
import { backoff } from '../../../kiosk/camera/backoff.ts';
import { redact, withCredentials } from '../../../kiosk/camera/credentials.ts';
import { explainGap } from '../../../kiosk/camera/explain.ts';
import { GapLog } from '../../../kiosk/camera/gap-log.ts';
import { reasonOf } from '../../../kiosk/camera/reason.ts';
import { watch } from '../../../kiosk/camera/watchdog.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { at, FRONT, gap } from './events.ts';

describe('why a camera gives nothing is read off what ffmpeg says', () => {
  test.each<[string, GapReason]>([
    [
      '[rtsp @ 0x55] method DESCRIBE failed: 401 Unauthorized\nrtsp://h/: Server returned 401 Unauthorized',
      'unauthorized',
    ],
    ['[rtsp @ 0x55] method DESCRIBE failed: 403 Forbidden', 'unauthorized'],
    ['[rtsp @ 0x55] method DESCRIBE failed: 404 Not Found\nrtsp://h/x: Server returned 404 Not Found', 'not-found'],
    ['[tcp @ 0x55] Connection to tcp://h:554?timeout=5000000 failed: Connection refused', 'unreachable'],
    [
      '[tcp @ 0x55] Failed to resolve hostname nowhere: Name or service not known\nrtsp://h/: Input/output error',
      'unreachable',
    ],
    ['rtsp://h/: Connection timed out', 'unreachable'],
    ['[rtsp @ 0x55] method PLAY failed: 455 Method Not Valid in This State', 'not-video'],
    ["Stream map '0:v:0' matches no streams.", 'not-video'],
    ['rtsp://h/: Invalid data found when processing input', 'not-video'],
    ['rtsp://h/main: Connection reset by peer', 'closed'],
    ['Could not find tag for codec rawvideo in stream #0', 'unsupported-codec'],
    ['something new', 'unknown'],
    ['', 'unknown'],
  ])('%j is %s', (stderr, why) => {
    expect(reasonOf(stderr, 'unknown').why).toBe(why);
  });

  test('and kept in one short line without addresses of memory and without the account', () => {
    const stderr =
      '[rtsp @ 0x5594488c8a80] method DESCRIBE failed: 401 Unauthorized\nrtsp://admin:secret@h/: Server returned 401';
    expect(reasonOf(stderr, 'unknown').detail).toBe('method DESCRIBE failed: 401 Unauthorized');
    expect(reasonOf(`rtsp://admin:secret@h/: ${'x'.repeat(500)}`, 'closed').detail).toMatch(
      /^rtsp:\/\/\*\*\*@h\/: x{1,190}$/,
    );
  });
});

describe('an account', () => {
  test('goes into the address whatever characters it has, and out of whatever is shown', () => {
    const account = { username: 'admin', password: 'p@ss:/#?wörd' };
    const url = withCredentials('rtsp://10.0.0.5:554/ch1?a=b', account);
    expect(url).toBe('rtsp://admin:p%40ss%3A%2F%23%3Fw%C3%B6rd@10.0.0.5:554/ch1?a=b');
    expect(decodeURIComponent(new URL(url).password)).toBe(account.password);
    expect(redact(`${url}: no, not with p@ss:/#?wörd`, account)).toBe(
      'rtsp://***@10.0.0.5:554/ch1?a=b: no, not with ***',
    );
  });

  test('that is in the address already stays', () => {
    expect(withCredentials('rtsp://a:b@h/', { username: 'c', password: 'd' })).toBe('rtsp://a:b@h/');
    expect(withCredentials('rtsp://h/', undefined)).toBe('rtsp://h/');
  });
});

describe('trying again', () => {
  test('waits 1, 2, 4, 8, 16, 30, 30 s', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((failures) => backoff(failures, () => 0.5))).toEqual(
      [1, 2, 4, 8, 16, 30, 30].map((each) => each * 1000),
    );
  });

  test('moves each wait by a fifth at most', () => {
    expect(backoff(3, () => 0)).toBeCloseTo(3200);
    expect(backoff(3, () => 0.999_999)).toBeCloseTo(4800, 0);
  });
});

describe('the watchdog', () => {
  const patience = { startWithin: seconds(15), stallAfter: seconds(4) };
  const passed = async (clock: ManualClock, ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 50) {
      clock.advance(Math.min(50, left));
      await new Promise(setImmediate);
    }
  };

  test('barks `stalled` within 5 s of the last sign of life, and not before 4 s', async () => {
    const clock = new ManualClock(at(0));
    using dog = watch(patience, clock, () => undefined);
    for (let i = 0; i < 100; i += 1) {
      dog.fed();
      await passed(clock, 100);
    }
    await passed(clock, 3800);
    expect(dog.barked).toBeNull();
    await passed(clock, 1000);
    expect(dog.barked).toBe('stalled');
  });

  test('barks `silent` when there is no sign of life at all', async () => {
    const clock = new ManualClock(at(0));
    using dog = watch(patience, clock, () => undefined);
    await passed(clock, 14_900);
    expect(dog.barked).toBeNull();
    await passed(clock, 300);
    expect(dog.barked).toBe('silent');
  });

  test('looks a second time, so that signs which came while this process slept are read first', async () => {
    const clock = new ManualClock(at(0));
    using dog = watch(patience, clock, () => undefined);
    dog.fed();
    await passed(clock, 50);
    clock.advance(20_000);
    await new Promise(setImmediate);
    dog.fed();
    await passed(clock, 1000);
    expect(dog.barked).toBeNull();
  });

  test('does not bark once it has been sent home', async () => {
    const clock = new ManualClock(at(0));
    let barks = 0;
    watch(patience, clock, () => (barks += 1))[Symbol.dispose]();
    await passed(clock, 20_000);
    expect(barks).toBe(0);
  });
});

describe('gaps as facts', () => {
  const end = (why: GapReason) => ({ why, detail: '' });

  test('are told when they begin and when they end', () => {
    const log = new GapLog(FRONT);
    expect(log.begin(at(0), end('stalled'))).toEqual([gap('stalled', 0)]);
    expect(log.end(at(700))).toEqual([gap('stalled', 0, 700)]);
    expect(log.end(at(800))).toEqual([]);
  });

  test('follow each other at one instant when the reason changes, and are told once while it does not', () => {
    const log = new GapLog(FRONT);
    log.begin(at(0), end('stalled'));
    expect(log.begin(at(500), end('unreachable'))).toEqual([gap('stalled', 0, 500), gap('unreachable', 500)]);
    expect(log.begin(at(900), end('unreachable'))).toEqual([]);
  });

  test('never end before they began, even when the wall clock was set back', () => {
    const log = new GapLog(FRONT);
    log.begin(at(1000), end('closed'));
    expect(log.end(at(400))).toEqual([gap('closed', 1000, 1000)]);
  });
});

describe('a gap is explained in Chinese', () => {
  const reasons: GapReason[] = [
    'starting',
    'unreachable',
    'unauthorized',
    'not-found',
    'not-video',
    'unsupported-codec',
    'stalled',
    'closed',
    'recorder-failed',
    'disk-full',
    'kiosk-down',
    'not-recording',
    'unknown',
  ]; // prettier-ignore

  test.each(reasons)('%s: names the camera, what is wrong and what to do', (why) => {
    const words = explainGap({ camera: FRONT, why, detail: '' }, '教室前门');
    expect(words).toMatch(/^摄像头「教室前门」[^。]+。[^。]+。$/);
    expect(words).not.toMatch(/undefined|[a-z]{6,}/);
  });

  test('with what the camera said in brackets, and the id when it has no name', () => {
    const words = explainGap({ camera: FRONT, why: 'unauthorized', detail: '401 Unauthorized' });
    expect(words).toBe(
      '摄像头「front」用户名或密码不对，摄像头拒绝登录。请在摄像头设置中改正用户名和密码。（401 Unauthorized）',
    );
  });
});

describe("ffmpeg's arguments", () => {
  test('copy the pictures and leave the sound out', () => {
    const text = captureArguments({ audio: false }).join(' ');
    expect(text).toMatch(/-c:v copy -an .*\+frag_every_frame\+empty_moov\+default_base_moof/);
  });

  test('name no camera: its address and account go to stdin, which others cannot read', () => {
    const url = withCredentials('rtsp://10.0.0.5/ch1', { username: 'admin', password: "it's\nme" });
    expect(captureInput({ url, audio: false })).toBe(
      "ffconcat version 1.0\nfile 'rtsp://admin:it%27s%0Ame@10.0.0.5/ch1'\noption rtsp_transport tcp\n" +
        'option timeout 5000000\noption allowed_media_types video\noption probesize 32\noption analyzeduration 0\n',
    );
    expect(captureInput({ url: "rtsp://h/'\noption x y", audio: false })).toContain(
      "file 'rtsp://h/%27%0aoption%20x%20y'\n",
    );
  });

  test('keep the sound as AAC when the policy says so', () => {
    const text = captureArguments({ audio: true }).join(' ');
    expect(text).toMatch(/-c:v copy -map 0:a:0\? -c:a aac/);
    expect(text).not.toMatch(/ -an /);
    expect(captureInput({ url: 'rtsp://h/', audio: true })).toMatch(/allowed_media_types video\+audio/);
  });

  test('decode with one thread on either side, keeping the times of the packets', () => {
    const text = decodeArguments({ width: 640, height: 360, period: 0.2 }).join(' ');
    expect(text.match(/-threads 1/g)).toHaveLength(2);
    expect(text).toMatch(/-copyts .*scale=640:360.*-fps_mode passthrough/);
  });
});
