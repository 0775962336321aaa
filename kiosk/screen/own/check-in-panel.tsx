import { useState } from 'react';
import type { CheckInAnswer } from '../../../core/contract/screen-own.ts';
import { SignaturePad } from '../../../core/ui/signature-pad.tsx';
import type { Screen } from '../connection.ts';
import { Dialog } from './dialog.tsx';
import { IdNumberKeys, LetterKeys } from './keys.tsx';

type Step = 'idNumber' | 'signature' | 'teacher' | 'done';

/** The check-in without a face: the trainee's ID number and signature, then the teacher's account. */
export function CheckInPanel({
  screen,
  onClose,
}: {
  readonly screen: Screen;
  readonly onClose: () => void;
}): React.JSX.Element {
  const [step, go] = useState<Step>('idNumber');
  const [idNumber, setIdNumber] = useState('');
  const [signature, sign] = useState<readonly (readonly number[])[]>([]);
  const [teacher, setTeacher] = useState({ user: '', password: '' });
  const [field, setField] = useState<'user' | 'password'>('user');
  const [answer, setAnswer] = useState<CheckInAnswer | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    setBusy(true);
    const strokes = signature.map((stroke) => [...stroke]);
    const said = await screen.own.checkIn({ idNumber, teacher, signature: strokes });
    setBusy(false);
    setAnswer(said);
    if (said.ok) go('done');
    else setTeacher({ ...teacher, password: '' });
  };
  return (
    <Dialog title="凭身份证签到（不刷脸，效力相同）" onClose={onClose}>
      {step === 'idNumber' && (
        <>
          <IdNumberKeys value={idNumber} onChange={setIdNumber} />
          <Next disabled={idNumber.length !== 18} onClick={() => go('signature')} words="下一步：签名" />
        </>
      )}
      {step === 'signature' && (
        <>
          <p>请学员本人在框里签上姓名</p>
          <SignaturePad value={signature} onChange={sign} label="签名处" />
          <div className="dispute-buttons">
            <button type="button" className="button" onClick={() => sign([])}>
              清除
            </button>
            <Next disabled={signature.length === 0} onClick={() => go('teacher')} words="下一步：老师确认" />
          </div>
        </>
      )}
      {step === 'teacher' && (
        <>
          <p>请老师核对身份证，并用自己的账号确认</p>
          <div className="teacher-fields">
            <label className="field">
              老师账号
              <input
                autoComplete="off"
                value={teacher.user}
                onFocus={() => setField('user')}
                onChange={({ target }) => setTeacher({ ...teacher, user: target.value })}
              />
            </label>
            <label className="field">
              密码
              <input
                type="password"
                autoComplete="off"
                value={teacher.password}
                onFocus={() => setField('password')}
                onChange={({ target }) => setTeacher({ ...teacher, password: target.value })}
              />
            </label>
          </div>
          <LetterKeys
            onKey={(key) =>
              setTeacher({ ...teacher, [field]: key === null ? teacher[field].slice(0, -1) : teacher[field] + key })
            }
          />
          {answer !== null && !answer.ok && (
            <p className="own-said" role="alert">
              {answer.message}
            </p>
          )}
          <Next
            disabled={busy || teacher.user === '' || teacher.password === ''}
            onClick={() => void submit()}
            words="确认签到"
          />
        </>
      )}
      {step === 'done' && answer?.ok === true && (
        <p className="own-said" role="status">
          {answer.name} · 第{answer.lesson}课时 · 已登记
        </p>
      )}
    </Dialog>
  );
}

function Next({
  disabled,
  onClick,
  words,
}: {
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly words: string;
}): React.JSX.Element {
  return (
    <button type="button" className="button button-main" disabled={disabled} onClick={onClick}>
      {words}
    </button>
  );
}
