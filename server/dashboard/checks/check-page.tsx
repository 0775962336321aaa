import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Card as Box, Button, Form, Input, Radio, Tag, Typography } from 'antd';
import { Link, useParams } from 'react-router';
import { type Check, checkSchema } from '../../../core/contract/center/checks.ts';
import type { Countersign } from '../../../core/contract/web/person.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { CountersignFields } from '../../../core/ui/shell/countersign.tsx';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useCenterActor, useMay } from '../shell/actor.ts';
import { CardFacts } from './card-facts.tsx';
import { SealFiles } from './seal-card.tsx';
import { MOVES, RESULTS } from './words.ts';

/** One spot check: what was seen, who was called, what the institution says, what the center decides. */
export function CheckPage() {
  const { id = '' } = useParams();
  const check = useQuery({
    queryKey: ['checks', id],
    queryFn: ({ signal }) => get(`/checks/${id}`, checkSchema, signal),
    refetchInterval: ({ state: { data } }) => (data?.called?.result === null ? 1000 : 30_000),
  });
  return (
    <Loaded of={check}>
      {(view) => {
        const { seal } = view;
        return (
          <>
            <Heading
              title={`抽查 ${seal.card.institution} ${seal.card.code}`}
              about={`${dateTimeText(seal.at)}，${seal.by}。指纹 ${seal.sha256.slice(0, 16)}`}
              actions={
                <>
                  <Link to={`/classes/${seal.card.kiosk}/${encodeURIComponent(seal.card.code)}`}>实时画面与名单</Link>
                  <Link to="/checks">全部抽查</Link>
                </>
              }
            />
            <Rate view={view} />
            <Called view={view} />
            <Box size="small" className="stacked" title="当时的画面">
              <SealFiles id={seal.id} files={seal.files} />
              {seal.lacking.map((text) => (
                <Typography.Paragraph key={text} type="warning">
                  {text}
                </Typography.Paragraph>
              ))}
            </Box>
            <CardFacts card={seal.card} />
            <Answer view={view} />
            <Decision view={view} />
          </>
        );
      }}
    </Loaded>
  );
}

/** Present beside due, and whether it is an event. A rate with people left out says less than one of all. */
function Rate({ view: { proposed, answerUntil, seal } }: { readonly view: Check }) {
  const { rate } = seal.card;
  const counted = rate === null ? '' : `：${String(rate.present)}/${String(rate.due)}（${rate.text}%）`;
  const unobservable = rate?.unobservable ?? 0;
  const words = [
    proposed && `机构在 ${answerUntil} 前可以陈述申辩；两人签字认定后按附件8 扣减 2%。`,
    unobservable > 0 && `另有 ${String(unobservable)} 人因画面看不清没有计入。`,
    rate === null && '当时没有应到的人，或看不清的超过一半。',
  ].filter((each) => each !== false);
  return (
    <Alert
      className="stacked"
      type={proposed ? 'warning' : rate === null || unobservable > 0 ? 'info' : 'success'}
      showIcon
      title={
        proposed ? `到课率低于 80%，建议认定${counted}` : rate === null ? '没有到课率' : `到课率没有低于 80%${counted}`
      }
      description={words.length > 0 && words.join('')}
    />
  );
}

function Called({ view: { called, seal } }: { readonly view: Check }) {
  if (called === null) return null;
  const { result, name, moves, files } = called;
  const shown = result === null ? null : RESULTS[result.outcome];
  return (
    <Box
      size="small"
      className="stacked"
      title={`请 ${name} 到摄像头前：${moves.map((move) => MOVES[move] ?? move).join('，')}`}
    >
      {result === null ? (
        <Typography.Paragraph aria-live="polite">教室屏幕正在请人，最多一分钟…</Typography.Paragraph>
      ) : (
        <Typography.Paragraph aria-live="polite">
          <Tag color={shown?.color ?? 'default'}>{shown?.text ?? result.outcome}</Tag> {result.why}
        </Typography.Paragraph>
      )}
      <SealFiles id={seal.id} files={files} />
    </Box>
  );
}

function Answer({ view }: { readonly view: Check }) {
  const { role } = useCenterActor();
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: ({ text }: { readonly text: string }) => send('POST', `/checks/${view.seal.id}/answer`, { text }),
    onSuccess: () => Promise.all(['checks', 'waiting'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  if (view.answer !== null)
    return (
      <Box size="small" className="stacked" title="机构的陈述">
        <Typography.Paragraph>{view.answer.text}</Typography.Paragraph>
        <Typography.Text type="secondary">
          {dateTimeText(view.answer.at)} {view.answer.by}
        </Typography.Text>
      </Box>
    );
  if (role !== 'institution' || view.decision !== null) return null;
  return (
    <Box size="small" className="stacked" title="陈述申辩">
      <Form layout="vertical" onFinish={(entered: { text: string }) => answer.mutate(entered)}>
        <Form.Item label="说明情况" name="text" rules={[{ required: true, message: '请填写陈述' }]}>
          <Input.TextArea rows={3} maxLength={2000} showCount />
        </Form.Item>
        {answer.isError && <Alert type="error" showIcon title={messageOf(answer.error)} />}
        <Button type="primary" htmlType="submit" loading={answer.isPending}>
          提交
        </Button>
      </Form>
    </Box>
  );
}

interface Deciding {
  readonly confirmed: boolean;
  readonly note: string;
  readonly countersign: Countersign;
}

function Decision({ view }: { readonly view: Check }) {
  const may = useMay('inspector');
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: (entered: Deciding) => send('POST', `/checks/${view.seal.id}/decision`, entered),
    onSuccess: () => Promise.all(['checks', 'waiting'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const { decision, proposed } = view;
  if (decision !== null)
    return (
      <Box
        size="small"
        className="stacked"
        title={decision.confirmed ? '已认定：到课率不足 80%' : proposed ? '不予认定' : '结论'}
      >
        <Typography.Paragraph>{decision.note}</Typography.Paragraph>
        <Typography.Text type="secondary">
          {dateTimeText(decision.at)} {decision.by}，复核 {decision.countersignedBy}
        </Typography.Text>
      </Box>
    );
  if (!may) return null;
  return (
    <Box size="small" className="stacked" title={proposed ? '作出决定' : '写下结论（不需要时可以不写）'}>
      <Typography.Paragraph type="secondary">{aboutDeciding(view)}</Typography.Paragraph>
      <Form<Deciding>
        layout="vertical"
        requiredMark={false}
        initialValues={{ confirmed: proposed }}
        onFinish={(entered) => decide.mutate(entered)}
      >
        <Form.Item label="决定" name="confirmed" hidden={!proposed}>
          <Radio.Group
            options={[
              { value: true, label: '认定不足 80%' },
              { value: false, label: '不予认定' },
            ]}
          />
        </Form.Item>
        <Form.Item
          label={proposed ? '理由' : '结论'}
          name="note"
          rules={[{ required: true, message: proposed ? '请写明理由' : '请写明结论' }]}
        >
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
        <CountersignFields />
        {decide.isError && <Alert type="error" showIcon role="alert" title={messageOf(decide.error)} />}
        <Button type="primary" htmlType="submit" className="below" loading={decide.isPending}>
          {proposed ? '签字决定' : '签字存档'}
        </Button>
      </Form>
    </Box>
  );
}

/** When it can be decided, and what hangs on it. */
function aboutDeciding({ proposed, answer, answerUntil }: Check): string {
  const since = answer === null ? `机构在 ${answerUntil} 前可以陈述申辩，之后或机构陈述后才能签字。` : '机构已经陈述。';
  if (proposed) return `${since}认定的按附件8 扣减，由另一人复核。`;
  return `到课率没有低于 80%，不扣减。学员没有通过或没有到场的，可以写下怎样处理，由另一人复核，随这次抽查存档。${since}`;
}
