import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Card, Descriptions } from 'antd';
import { useEffect } from 'react';
import { type CenterView, centerViewSchema } from '../../../core/contract/office/center.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { Absences } from './absences.tsx';
import { NOTICE } from './center-bell.tsx';
import './center.css';
import { PairingCode } from './pairing-code.tsx';
import { clockWords, lengthText, linkWords } from './words.ts';

/** The link to the center: how it is, the pairing code, what waits, and what is announced. */
export function CenterPage() {
  const center = useQuery({
    queryKey: ['center'],
    queryFn: ({ signal }) => get('/center', centerViewSchema, signal),
    refetchInterval: 3000,
  });
  const client = useQueryClient();
  const kind = center.data?.link.kind;
  useEffect(() => {
    // The notice at the top of the page says the same as the page itself.
    if (kind !== undefined) void client.invalidateQueries({ queryKey: NOTICE });
  }, [client, kind]);
  return (
    <>
      <Heading title="监管中心" about="这间教室与监管中心的连接；录像、考勤从不依赖它" />
      <Loaded of={center}>
        {(view) => (
          <div className="center-parts">
            <LinkState view={view} />
            {view.link.kind === 'unpaired' && <PairingCode now={view.now} {...view.link} />}
            {view.link.kind !== 'off' && <Facts view={view} />}
            {view.link.kind !== 'off' && <Absences view={view} />}
          </div>
        )}
      </Loaded>
    </>
  );
}

function LinkState({ view: { link, clock } }: { readonly view: CenterView }) {
  const { tone, title, advice } = linkWords(link);
  const told = clockWords(clock);
  return (
    <>
      <Alert type={tone} showIcon title={title} description={advice} role="status" />
      {told !== null && link.kind !== 'off' && <Alert type="warning" showIcon title={told} />}
    </>
  );
}

function Facts({ view }: { readonly view: CenterView }) {
  const { link, now, url, waiting } = view;
  const items = [
    { label: '中心的地址', children: <span className="center-url">{url}</span> },
    ...(link.kind === 'connected'
      ? [
          { label: '机构', children: link.institution },
          { label: '教室', children: link.room },
          { label: '连接时间', children: `${dateTimeText(link.since)} 起，已 ${lengthText(now - link.since)}` },
        ]
      : []),
    ...(link.kind === 'connecting' && link.failure !== null
      ? [
          { label: '断开时间', children: `${dateTimeText(link.since)} 起，已 ${lengthText(now - link.since)}` },
          { label: '系统的说法', children: link.detail },
        ]
      : []),
    { label: '等待报送', children: waitingText(view) },
  ];
  return (
    <Card title="详细情况" size="small">
      <Descriptions column={1} size="small" items={items.map((item) => ({ key: item.label, ...item }))} />
      {waiting.count > 0 && link.kind !== 'connected' && (
        <p className="center-note">存在教室电脑的数据库里，断电也不会丢；连接恢复后按顺序补送，不会重复。</p>
      )}
    </Card>
  );
}

function waitingText({ now, link, waiting: { count, since } }: CenterView): string {
  if (link.kind === 'unpaired') return '配对以后报送，此前的班级、考勤和月报也一并报送';
  if (count === 0 || since === null) return link.kind === 'connected' ? '没有，中心已收到全部内容' : '没有';
  return `${count.toLocaleString('zh-CN')} 条，最早的是 ${lengthText(now - since)}前的`;
}
