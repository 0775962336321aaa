import type { Socket } from 'socket.io';
import type { Actor } from '../../core/contract/office/actor.ts';
import type { PageToScreen, ScreenToPage } from '../../core/contract/screen.ts';
import {
  type CheckInAnswer,
  checkInRequestSchema,
  disputeRequestSchema,
  type OwnAnswer,
  type OwnRecord,
  ownRequestSchema,
  type Refusal,
} from '../../core/contract/screen-own.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { TraineeId } from '../../core/domain/ids.ts';
import type { LocalDate } from '../../core/domain/units.ts';
import { type DurationMs, milliseconds, minutes, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import { Tries } from './tries.ts';

/** A trainee's own record, disputes and the check-in without a face: kiosk/desk/day satisfies it. */
export interface OwnDesk {
  /** Whose ID number this is. */
  whoHas(idNumber: string): TraineeId | null;
  own(trainee: TraineeId): OwnRecord;
  raise(objection: {
    readonly trainee: TraineeId;
    readonly date: LocalDate;
    readonly no: number;
    readonly text: string;
  }): void;
  checkIn(
    idNumber: string,
    signature: readonly (readonly number[])[],
    teacher: Actor,
  ): { readonly name: string; readonly lesson: number };
}

/** What the check-in screen's own parts need. */
export interface OwnService {
  readonly desk: OwnDesk;
  /** Who stands before the check-in camera now. */
  readonly front: () => TraineeId | null;
  /** Checks a teacher's account. @throws ZaikeError in words for people. */
  readonly teacher: (user: string, password: string) => Promise<Actor>;
  /** The code that makes the first administrator; null once there is one. */
  readonly firstRunCode: () => Promise<string | null>;
  /** Told of each check-in by hand, for the audit. */
  readonly checkedIn: (teacher: Actor, name: string, lesson: number) => void;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
}

type OwnSocket = Socket<PageToScreen, ScreenToPage>;

/** The page hides the record after 20 s without a touch; here it ends a little later, whatever the page does. */
const OPEN_FOR: DurationMs = seconds(30);
/** Wrong ID numbers at this kiosk, all screens together. */
const MOST_TRIES = 5;
const TRIES_WITHIN: DurationMs = minutes(5);
/** Disputes of one opened record. */
const MOST_DISPUTES = 6;

const refusal = (message: string, retry = false): Refusal => ({ ok: false, message, retry });
const OTHER_VERSION = refusal('页面与本机服务的版本不一致，请刷新页面');

/** Answers the own-record requests of every screen of a kiosk: tries are counted for all of them together. */
export function ownRequests(service: OwnService): (socket: OwnSocket, here: boolean) => void {
  const tries = new Tries(() => service.clock.monotonic(), MOST_TRIES, TRIES_WITHIN);
  return (socket, here) => serveOwn(socket, here, service, tries);
}

/** @param here whether the page is on the kiosk's own screen: only there does the camera see who is asking. */
function serveOwn(socket: OwnSocket, here: boolean, service: OwnService, tries: Tries): void {
  const { desk, clock, log } = service;
  let open: { readonly trainee: TraineeId; touched: DurationMs; disputes: number } | null = null;

  const current = (): typeof open => {
    if (open !== null && milliseconds(clock.monotonic() - open.touched) > OPEN_FOR) open = null;
    return open;
  };
  const show = (trainee: TraineeId): OwnAnswer => {
    const record = desk.own(trainee);
    open = { trainee, touched: clock.monotonic(), disputes: open?.trainee === trainee ? open.disputes : 0 };
    return { ok: true, record };
  };
  const byFace = (wanted: TraineeId | null): OwnAnswer => {
    if (!here) return refusal('这块屏幕没有自己的摄像头，请输入身份证号');
    const front = service.front();
    if (front === null) return refusal('请一个人正对镜头，走近一点', true);
    if (wanted !== null && front !== wanted) return refusal('镜头前的人不是您点的名字，请本人正对镜头', true);
    return show(front);
  };
  const patience = (): Refusal | null => {
    const wait = tries.wait();
    return wait > 0 ? refusal(`输错次数过多，请 ${Math.ceil(wait / 60_000)} 分钟后再试，或找老师`) : null;
  };
  const byNumber = (idNumber: string): OwnAnswer => {
    const trainee = desk.whoHas(idNumber);
    if (trainee !== null) return show(trainee);
    tries.failed();
    return refusal('没有找到这个身份证号，请核对');
  };
  /** What a person may be told of a failure; surprises go to the log. */
  const told = (error: unknown): Refusal => {
    if (error instanceof ZaikeError) return refusal(error.message);
    log.error('a request of the check-in screen failed', { error });
    return refusal('出现意外错误，请找老师');
  };
  const answered = async <Answer>(answer: unknown, work: () => Answer | Promise<Answer>): Promise<void> => {
    const said = await settled(work).catch(told);
    if (typeof answer === 'function') (answer as (said: Answer | Refusal) => void)(said);
  };

  socket.on('own', (request, answer) => {
    void answered<OwnAnswer>(answer, () => {
      const parsed = ownRequestSchema.safeParse(request);
      if (!parsed.success) return OTHER_VERSION;
      if (parsed.data.by === 'face') return byFace(parsed.data.trainee);
      return patience() ?? byNumber(parsed.data.idNumber);
    });
  });
  socket.on('ownTouched', () => {
    const now = current();
    if (now !== null) now.touched = clock.monotonic();
  });
  socket.on('ownClosed', () => {
    open = null;
  });
  socket.on('dispute', (request, answer) => {
    void answered<OwnAnswer>(answer, () => {
      const parsed = disputeRequestSchema.safeParse(request);
      if (!parsed.success) return OTHER_VERSION;
      const now = current();
      if (now === null) return refusal('时间过长，已经关闭，请重新打开“我的记录”');
      if (now.disputes >= MOST_DISPUTES) return refusal('提交得太多了，请到办公室提出');
      desk.raise({ trainee: now.trainee, ...parsed.data });
      now.disputes += 1;
      return show(now.trainee);
    });
  });
  socket.on('checkIn', (request, answer) => {
    void answered<CheckInAnswer>(answer, async () => {
      const parsed = checkInRequestSchema.safeParse(request);
      if (!parsed.success) return OTHER_VERSION;
      const { idNumber, teacher, signature } = parsed.data;
      const waiting = patience();
      if (waiting !== null) return waiting;
      if (desk.whoHas(idNumber) === null) {
        tries.failed();
        return refusal('班里没有这个身份证号，请核对');
      }
      const actor = await service.teacher(teacher.user, teacher.password);
      const { name, lesson } = desk.checkIn(idNumber, signature, actor);
      service.checkedIn(actor, name, lesson);
      return { ok: true, name, lesson };
    });
  });
}

/** What `work` comes to, its throwing included. */
const settled = async <Answer>(work: () => Answer | Promise<Answer>): Promise<Answer> => await work();
