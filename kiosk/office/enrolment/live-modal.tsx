import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Modal, Select, Steps } from 'antd';
import { useEffect, useState } from 'react';
import {
  type Enrollee,
  type EnrolmentView,
  type LiveView,
  liveSchema,
} from '../../../core/contract/office/enrolment.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { useChange } from './use-enrolment.ts';

/** Guided enrolment before a camera of the kiosk: choose it, follow pose by pose, keep or discard. */
export function LiveModal({
  person,
  cameras,
  onClose,
}: {
  readonly person: Enrollee;
  readonly cameras: EnrolmentView['cameras'];
  readonly onClose: () => void;
}) {
  const [camera, setCamera] = useState(cameras[0]?.id);
  const [id, setId] = useState<string | null>(null);
  const start = useChange(
    async () => {
      const view = await send('POST', '/enrolment/live', { person: person.id, camera }, liveSchema);
      setId(view.id);
    },
    { done: '请站到摄像头前' },
  );
  const [without, setWithout] = useState<readonly string[]>([]);
  const accept = useChange(() => send('POST', `/enrolment/live/${id ?? ''}/accept`, { without }), {
    done: '已保存',
    onDone: onClose,
  });
  const live = useQuery({
    queryKey: ['live-enrolment', id],
    queryFn: ({ signal }) => get(`/enrolment/live/${id ?? ''}`, liveSchema, signal),
    enabled: id !== null && !accept.isPending,
    refetchInterval: ({ state: { data } }) => (data?.done === true ? false : 300),
    staleTime: 0,
    gcTime: 0,
  });
  const end = (): void => {
    if (id !== null) void send('DELETE', `/enrolment/live/${id}`).catch(() => undefined);
    onClose();
  };
  const view = id === null ? undefined : live.data;
  const kept = (view?.taken ?? 0) - without.length;
  return (
    <Modal
      open
      width={760}
      title={`现场采集 ${person.name}`}
      onCancel={end}
      footer={
        id === null
          ? [
              <Button
                key="start"
                type="primary"
                loading={start.isPending}
                disabled={camera === undefined}
                onClick={() => start.mutate(undefined)}
              >
                开始采集
              </Button>,
            ]
          : [
              <Button key="discard" onClick={end}>
                放弃
              </Button>,
              <Button
                key="accept"
                type="primary"
                loading={accept.isPending}
                disabled={kept < 1}
                onClick={() => accept.mutate(undefined)}
              >
                {view?.done === true ? `保存 ${kept} 张` : `提前结束，保存 ${kept} 张`}
              </Button>,
            ]
      }
    >
      {id === null ? (
        <>
          <p>请 {person.name} 独自站到摄像头前约 1 米处，按提示转头；画面中只能有一个人。</p>
          <Select
            aria-label="摄像头"
            className="live-camera"
            value={camera}
            onChange={setCamera}
            notFoundContent="还没有摄像头，请先在摄像头页面添加"
            options={cameras.map((each) => ({ value: each.id, label: each.name }))}
          />
        </>
      ) : view === undefined ? (
        live.isError && <Alert type="error" showIcon title={messageOf(live.error)} />
      ) : (
        <Guided id={id} view={view} without={without} onLeaveOut={setWithout} />
      )}
    </Modal>
  );
}

function Guided({
  id,
  view,
  without,
  onLeaveOut,
}: {
  readonly id: string;
  readonly view: LiveView;
  readonly without: readonly string[];
  readonly onLeaveOut: (steps: readonly string[]) => void;
}) {
  const taken = view.steps.slice(0, view.taken);
  const [looked, setLooked] = useState(0);
  // The picture's address changes with each look, a few times a second at most.
  useEffect(() => setLooked(view.looks), [view.looks]);
  return (
    <>
      <Steps
        size="small"
        className="live-steps"
        current={view.taken}
        items={view.steps.map(({ label }) => ({ title: label }))}
      />
      <p className="live-hint" role="status">
        {view.hint}
      </p>
      {view.other !== null && (
        <Alert
          type="error"
          showIcon
          className="enrolment-alert"
          title={`这张脸被识别为${view.other}：请核对是不是本人`}
        />
      )}
      <div className="live-pictures">
        {looked > 0 && !view.done && (
          <img
            className="live-look"
            src={`/api/enrolment/live/${id}/pictures/look?look=${looked}`}
            alt="摄像头中的人脸"
          />
        )}
        {taken.map(({ step, label }) => (
          <figure key={step} className="live-shot">
            <img src={`/api/enrolment/live/${id}/pictures/${step}`} alt={`已采集：${label}`} />
            <Checkbox
              checked={!without.includes(step)}
              onChange={({ target }) =>
                onLeaveOut(target.checked ? without.filter((each) => each !== step) : [...without, step])
              }
            >
              {label}
            </Checkbox>
          </figure>
        ))}
      </div>
    </>
  );
}
