import type { ScreenCall } from '../../core/contract/screen.ts';
import { callText, callWords } from '../../core/contract/screen-words.ts';

/** Whom the center calls to the camera, and what that person is to do now; it takes the place of the greetings. */
export function CallBand({ call, now }: { readonly call: ScreenCall; readonly now: number | null }): React.JSX.Element {
  const { title, detail } = callWords(call);
  const left = now === null ? null : Math.max(0, Math.ceil((call.until - now) / 1000));
  const over = call.step === 'passed' || call.step === 'not-passed' || call.step === 'over';
  return (
    <section className="band call" aria-label="中心抽查" data-step={call.step}>
      <p className="for-readers" aria-live="assertive">
        {callText(call)}
      </p>
      <Sign step={call.step} />
      <div className="call-says" aria-hidden="true">
        <p className="call-from">中心抽查</p>
        <p className="call-title">{title}</p>
        <p className="call-detail">{detail}</p>
      </div>
      {!over && (
        <div className="call-left">
          <span className="call-seconds" role="timer" aria-label={`还有 ${String(left ?? 0)} 秒`}>
            {left ?? ''}
          </span>
          <span className="call-steps" aria-hidden="true">
            {Array.from({ length: call.moves }, (_, i) => (
              <i key={i} data-done={i < call.done} />
            ))}
          </span>
        </div>
      )}
    </section>
  );
}

/** An arrow to where the person, who faces the screen, is to look. */
const ARROWS: Partial<Record<ScreenCall['step'], string>> = {
  'look-left': 'M40 12 L14 32 L40 52 M16 32 H54',
  'look-right': 'M24 12 L50 32 L24 52 M48 32 H10',
  'look-up': 'M12 40 L32 14 L52 40 M32 16 V54',
  passed: 'M10 34 L26 50 L54 16',
  'not-passed': 'M32 12 V38 M32 48 V52',
  over: 'M32 12 V38 M32 48 V52',
};
const FACE = 'M32 10 a20 22 0 1 0 0.1 0 M24 28 v3 M40 28 v3 M25 42 q7 5 14 0';

function Sign({ step }: { readonly step: ScreenCall['step'] }): React.JSX.Element {
  return (
    <svg className="call-sign" viewBox="0 0 64 64" aria-hidden="true">
      <path d={ARROWS[step] ?? FACE} />
    </svg>
  );
}
