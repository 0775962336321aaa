import { useQuery } from '@tanstack/react-query';
import { Badge, Tabs } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { type Matters, mattersSchema } from '../../../core/contract/center/matters.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useMay } from '../shell/actor.ts';
import { DecideMatter, type Deciding } from './decide-matter.tsx';
import { type Begin, Disputes, Enrolments, Pending, Reviews } from './matters-tables.tsx';

/** Disputes, later enrolments, on-site reviews, months with too much pending. */
export function MattersPage() {
  const may = useMay('inspector');
  const [deciding, decide] = useState<Deciding | null>(null);
  const matters = useQuery({
    queryKey: ['matters'],
    queryFn: ({ signal }) => get('/matters', mattersSchema, signal),
    refetchInterval: 30_000,
  });
  const begin = may ? decide : null;
  return (
    <>
      <Heading title="异议与登记" about="学员的异议、开班后的人脸重新登记、现场审核记录、待核过多的月份。" />
      <Loaded of={matters}>{(all) => <Kinds all={all} decide={begin} />}</Loaded>
      {deciding !== null && <DecideMatter matter={deciding} onClose={() => decide(null)} />}
    </>
  );
}

/**
 * A tab for each kind; the first in which something waits is open, until one is chosen or something decided there. The
 * address names the chosen one: it lasts over a reload, and the menu's link leads back to what waits.
 */
function Kinds({ all, decide: begin }: { readonly all: Matters; readonly decide: Begin }) {
  const [address, setAddress] = useSearchParams();
  const choose = (kind: string) => setAddress({ kind }, { replace: true });
  const decide: Begin =
    begin &&
    ((matter) => {
      choose(active);
      begin(matter);
    });
  const kinds = [
    {
      ...{ key: 'disputes', text: '异议', children: <Disputes all={all.disputes} decide={decide} /> },
      count: all.disputes.filter(({ state }) => state === 'escalated').length,
    },
    {
      ...{ key: 'enrolments', text: '重新登记', children: <Enrolments all={all.enrolments} decide={decide} /> },
      count: all.enrolments.filter(({ decided }) => decided === null).length,
    },
    {
      ...{ key: 'reviews', text: '现场审核', children: <Reviews all={all.reviews} decide={decide} /> },
      count: all.reviews.filter(({ standing }) => standing === 'unverified').length,
    },
    {
      ...{ key: 'pending', text: '待核过多', children: <Pending all={all.pending} decide={decide} /> },
      count: all.pending.filter(({ decided }) => decided === null).length,
    },
  ];
  const chosen = kinds.find(({ key }) => key === address.get('kind'));
  const active = (chosen ?? kinds.find(({ count }) => count > 0))?.key ?? 'disputes';
  return (
    <Tabs
      activeKey={active}
      onChange={choose}
      items={kinds.map(({ key, text, count, children }) => ({
        ...{ key, children },
        label: <Counted text={text} count={count} />,
      }))}
    />
  );
}

function Counted({ text, count }: { readonly text: string; readonly count: number }) {
  return (
    <Badge count={count} size="small" offset={[8, 0]} title={`${String(count)} 件等中心处理`}>
      {text}
    </Badge>
  );
}
