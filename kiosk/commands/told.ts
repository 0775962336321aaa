import type { Command } from '../../core/contract/center/link.ts';
import { dateAt } from '../../core/domain/day.ts';
import { clockText } from '../../core/domain/time-text.ts';
import { epochMs } from '../../core/domain/units.ts';

/** A command in the words of the audit and the journal. */
export interface Told {
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
}

const MOVES = { 'look-left': '向左看', 'look-right': '向右看', 'look-up': '向上看' } as const;

/** What the center asked for. */
export function told(command: Command, cameraName: (id: string) => string): Told {
  switch (command.kind) {
    case 'snapshot':
      return { action: 'center-snapshot', subject: '', detail: '中心查看各摄像头当时的画面' };
    case 'clip': {
      const [from, to] = [epochMs(command.from), epochMs(command.to)];
      const span = `${dateAt(from)} ${clockText(from)}–${clockText(to)}`;
      return {
        action: 'center-clip',
        subject: command.camera,
        detail: `中心调取录像：${cameraName(command.camera)} ${span}`,
      };
    }
    case 'mark':
      return {
        action: 'center-mark',
        subject: String(command.record),
        detail: `中心调取记录 ${String(command.record)} 的证据`,
      };
    case 'challenge': {
      const moves = command.moves.map((move) => MOVES[move]).join('、');
      return { action: 'center-challenge', subject: command.trainee, detail: `中心抽查：请学员到签到摄像头前${moves}` };
    }
    case 'cancel-challenge':
      return { action: 'center-challenge-cancelled', subject: command.trainee, detail: '中心取消了抽查' };
    case 'decision':
      return { action: 'center-decision', subject: '', detail: '中心的决定' };
  }
}
