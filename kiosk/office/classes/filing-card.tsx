import { Button, Card, Space, Steps } from 'antd';
import { useState } from 'react';
import { hasRights } from '../../../core/contract/office/actor.ts';
import type { ClassView } from '../../../core/contract/office/classes.ts';
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
