import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Card, Input } from 'antd';
import { useState } from 'react';
import {
  type ReviewBody,
  type ReviewView,
  type VisitView,
  visitViewSchema,
} from '../../../core/contract/office/review.ts';
import { send } from '../../../core/ui/shell/api.ts';

/** Who reviews, as far as it is entered. */
export type Reviewer =
  | { readonly kind: 'unknown' }
  | ({ readonly kind: 'visit' } & VisitView)
  | ({ readonly kind: 'name' } & Named);

interface Named {
  readonly inspector: string;
  readonly workNumber: string;
  readonly user: string;
  readonly password: string;
}

const NOBODY: Reviewer = { kind: 'name', inspector: '', workNumber: '', user: '', password: '' };

/** What is still to be entered of a reviewer, in words. */
export function lackingOf(reviewer: Reviewer): readonly string[] {
  if (reviewer.kind === 'unknown') return ['核实检查人员身份'];
  if (reviewer.kind === 'visit') return [];
  return NAMED.flatMap(({ key, label }) => (reviewer[key].trim() === '' ? [label] : []));
}

/** A reviewer as the review names one. */
export function namedIn(reviewer: Reviewer): ReviewBody['reviewer'] {
  if (reviewer.kind !== 'name') return { kind: 'visit', visit: reviewer.kind === 'visit' ? reviewer.visit : '' };
  const { inspector, workNumber, user, password } = reviewer;
  return { kind: 'name', inspector, workNumber, countersign: { user, password } };
}

const NAMED = [
  { key: 'inspector', label: '检查人员姓名', type: 'text' },
  { key: 'workNumber', label: '工号', type: 'text' },
  { key: 'user', label: '本单位复核人账号', type: 'text' },
  { key: 'password', label: '复核人密码', type: 'password' },
] as const;

/** First of all the inspector proves by the center's code who they are; by name, where the center cannot be asked. */
export function ReviewerCard({
  url,
  center,
  reviewer,
  onChange,
}: {
  readonly url: string;
  readonly center: ReviewView['center'];
  readonly reviewer: Reviewer;
  readonly onChange: (next: Reviewer) => void;
}) {
  const [code, setCode] = useState('');
  const verify = useMutation({
    mutationFn: () => send('POST', `${url}/visit`, { code }, visitViewSchema),
    onSuccess: (visit) => {
      setCode('');
      onChange({ kind: 'visit', ...visit });
    },
  });
  if (reviewer.kind === 'visit')
    return (
      <Card title="检查人员" size="small">
        <Alert
          type="success"
          showIcon
          title={`中心已核实：${reviewer.name}（${reviewer.user}）`}
          description="两小时内有效，每个班级签一次。"
          action={<Button onClick={() => onChange({ kind: 'unknown' })}>换人</Button>}
        />
      </Card>
    );
  return (
    <Card title="检查人员" size="small">
      <form
        className="review-visit"
        onSubmit={(event) => {
          event.preventDefault();
          verify.mutate();
        }}
      >
        <label>
          现场审核码
          <Input
            className="review-code"
            value={code}
            maxLength={20}
            autoComplete="off"
            placeholder="ABCD-2345"
            disabled={center !== 'linked'}
            onChange={(event) => setCode(event.target.value.toUpperCase())}
          />
        </label>
        <Button
          htmlType="submit"
          type="primary"
          loading={verify.isPending}
          disabled={center !== 'linked' || code.trim() === ''}
        >
          核实
        </Button>
        {reviewer.kind === 'unknown' && <Button onClick={() => onChange(NOBODY)}>凭姓名进行</Button>}
      </form>
      <p className="review-note">{ABOUT[center]}</p>
      {verify.error !== null && <Alert type="error" showIcon role="alert" title={verify.error.message} />}
      {reviewer.kind === 'name' && <ByName reviewer={reviewer} onChange={onChange} />}
    </Card>
  );
}

const ABOUT: { readonly [Center in ReviewView['center']]: string } = {
  linked: '检查人员登录中心网页，在“教室电脑”里这一台的“现场审核码”取 8 位码：10 分钟内有效，用一次。',
  down: '现在连不上中心，核实不了：可以凭姓名和本单位第二人签字进行，标为“未经中心核实”，以后由中心确认。',
  none: '这台教室电脑没有连接监管中心：凭姓名和本单位第二人签字进行，标为“未经中心核实”。',
};

function ByName({
  reviewer,
  onChange,
}: {
  readonly reviewer: Extract<Reviewer, { kind: 'name' }>;
  readonly onChange: (next: Reviewer) => void;
}) {
  return (
    <>
      <Alert type="warning" showIcon title="凭姓名进行的审核标为“未经中心核实”，由中心确认后才算中心的审核" />
      <div className="review-sign">
        {NAMED.map(({ key, label, type }) => (
          <label key={key}>
            {label}
            <Input
              type={type}
              value={reviewer[key]}
              maxLength={50}
              autoComplete="off"
              onChange={(event) => onChange({ ...reviewer, [key]: event.target.value })}
            />
          </label>
        ))}
      </div>
    </>
  );
}
