import { Alert, Button, Card, Space, Steps } from 'antd';
import { useState } from 'react';
import { hasRights } from '../../../core/contract/office/actor.ts';
import type { ApprovalView, ClassView } from '../../../core/contract/office/classes.ts';
import { useActor } from '../shell/actor.ts';
import { FilingStep, type FilingStepKind } from './filing-step.tsx';
import { RemoveDraft } from './remove-draft.tsx';
import { filingWord, nextStep } from './words.ts';

/** Where a class's filing stands, the next step in plain words, and the buttons for it. */
export function FilingCard({ view }: { readonly view: ClassView }) {
  const { role } = useActor();
  const { filing, deadlines, facts, papers } = view;
  const [step, setStep] = useState<FilingStepKind | null>(null);
  const reached = { draft: 0, filed: 1, approved: 2 }[filing.kind];
  const mayFile = hasRights(role, 'teacher');
  const mayApprove = hasRights(role, 'administrator');
  return (
    <Card title={<h2>开班备案</h2>}>
      <Steps
        size="small"
        current={reached}
        status={filing.kind === 'approved' && filing.confirmed ? 'finish' : 'process'}
        items={[
          { title: '草稿' },
          { title: '已备案' },
          { title: filing.kind === 'approved' ? filingWord(filing).text : '中心同意' },
        ]}
      />
      <p className="next-step">{nextStep(filing, deadlines.filingFrom, facts.opens)}</p>
      {view.approval !== null && filing.kind === 'approved' && <ChangedSince approval={view.approval} />}
      <p className="quiet">
        材料 {papers.there} / {papers.wanted} 份已上传{papers.complete ? '，齐全' : '，还不齐全'}。
        {deadlines.completionBy !== null && `结课验收申请最迟 ${deadlines.completionBy}。`}
      </p>
      <Space wrap>
        {mayFile && filing.kind === 'draft' && (
          <Button type="primary" onClick={() => setStep('filed')}>
            登记备案
          </Button>
        )}
        {mayApprove && (filing.kind === 'filed' || (filing.kind === 'approved' && filing.source === 'file')) && (
          <Button type="primary" onClick={() => setStep('approval')}>
            录入批复
          </Button>
        )}
        {mayFile && filing.kind === 'filed' && <Button onClick={() => setStep('returned')}>登记退回</Button>}
        {mayApprove && filing.kind === 'approved' && !filing.confirmed && (
          <Button danger onClick={() => setStep('withdrawal')}>
            撤回批复
          </Button>
        )}
        {mayApprove && filing.kind === 'draft' && <RemoveDraft view={view} />}
      </Space>
      {step !== null && <FilingStep kind={step} view={view} onClose={() => setStep(null)} />}
    </Card>
  );
}

/** What was changed since the center approved: it counts only when the center has approved that too. */
function ChangedSince({ approval: { revision, toldOn, on, changes } }: { readonly approval: ApprovalView }) {
  if (changes.length === 0) return null;
  const which =
    revision === null ? '之前的备案' : `第 ${String(revision)} 次备案${toldOn === null ? '' : `（${toldOn}）`}`;
  return (
    <Alert
      type="warning"
      showIcon
      className="approval-changed"
      title={`中心 ${on} 批准的是${which}，之后改过；新内容等中心再批`}
      description={
        <ul>
          {changes.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      }
    />
  );
}
