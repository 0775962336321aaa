import { useEffect, useState } from 'react';
import type { OwnAnswer, OwnLesson, OwnRecord } from '../../../core/contract/screen-own.ts';
import type { TraineeId } from '../../../core/domain/ids.ts';
import type { Screen } from '../connection.ts';
import { Dialog } from './dialog.tsx';
import { DisputeForm } from './dispute-form.tsx';
import { IdNumberKeys } from './keys.tsx';
import { OwnRecordView } from './own-record.tsx';

/** Who asks: a name that was tapped, or whoever stands before the camera. */
export interface Asking {
  readonly trainee: TraineeId | null;
  readonly name: string | null;
}

/** The camera is asked this often who stands before it, and for this long. */
const LOOK_EVERY_MS = 500;
const LOOK_FOR_MS = 10_000;

/** One's own record: verified by the face before the camera now or by the ID number, shown to nobody else. */
export function OwnPanel({
  screen,
  asking,
  onClose,
}: {
  readonly screen: Screen;
  readonly asking: Asking;
  readonly onClose: () => void;
}): React.JSX.Element {
  const [record, setRecord] = useState<OwnRecord | null>(null);
  const [disputing, dispute] = useState<OwnLesson | null>(null);
  const close = (): void => {
    screen.own.closed();
    onClose();
  };
  if (record === null) return <Verify {...{ screen, asking, onClose: close }} onRecord={setRecord} />;
  return (
    <Dialog title={`${record.name} 的记录`} onClose={close} onTouch={screen.own.touched}>
      {disputing === null ? (
        <OwnRecordView record={record} onDispute={dispute} />
      ) : (
        <DisputeForm
          lesson={disputing}
          send={(text) => screen.own.dispute({ date: disputing.date, no: disputing.no, text })}
          onDone={(next) => {
            setRecord(next);
            dispute(null);
          }}
          onBack={() => dispute(null)}
        />
      )}
    </Dialog>
  );
}

interface VerifyProps {
  readonly screen: Screen;
  readonly asking: Asking;
  readonly onRecord: (record: OwnRecord) => void;
  readonly onClose: () => void;
}

function Verify({ screen, asking, onRecord, onClose }: VerifyProps): React.JSX.Element {
  const [byNumber, setByNumber] = useState(false);
  const [idNumber, setIdNumber] = useState('');
  const [said, setSaid] = useState('请本人正对镜头，稍等');
  const [busy, setBusy] = useState(false);
  const take = (answer: OwnAnswer): boolean => {
    if (answer.ok) onRecord(answer.record);
    else setSaid(answer.message);
    return answer.ok || !answer.retry;
  };
  useEffect(() => {
    if (byNumber) return undefined;
    let gone = false;
    const isGone = (): boolean => gone;
    const begun = performance.now();
    const look = async (): Promise<void> => {
      while (!isGone()) {
        const answer = await screen.own.open({ by: 'face', trainee: asking.trainee });
        // An answer after the panel has gone must not show anybody's record.
        if (isGone() || take(answer)) return;
        if (performance.now() - begun > LOOK_FOR_MS) {
          setSaid('没有认出来，可以输入身份证号');
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    };
    void look();
    return () => {
      gone = true;
    };
  }, [byNumber]);
  const enter = async (): Promise<void> => {
    setBusy(true);
    take(await screen.own.open({ by: 'idNumber', idNumber }));
    setBusy(false);
  };
  return (
    <Dialog title={asking.name === null ? '我的记录' : `${asking.name} 的记录`} onClose={onClose}>
      <p className="own-said" role="status">
        {said}
      </p>
      {byNumber ? (
        <>
          <IdNumberKeys value={idNumber} onChange={setIdNumber} />
          <button
            type="button"
            className="button button-main"
            disabled={idNumber.length !== 18 || busy}
            onClick={() => void enter()}
          >
            看记录
          </button>
        </>
      ) : (
        <button
          type="button"
          className="button"
          onClick={() => {
            setSaid('请输入本人身份证号');
            setByNumber(true);
          }}
        >
          用身份证号
        </button>
      )}
    </Dialog>
  );
}
