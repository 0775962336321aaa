import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Empty, Tag, Typography } from 'antd';
import { useState } from 'react';
import { type AlertView, alertsSchema } from '../../../core/contract/center/alerts.ts';
import { isGrave } from '../../../core/contract/center/trouble-words.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useMay } from '../shell/actor.ts';
import { useNow } from '../wall/use-now.ts';
import { lengthText } from '../wall/words.ts';
import { NoteForm } from './note-form.tsx';
import '../shell/colours.css';
import './alerts.css';

/** What somebody has to look at, and what was. */
export function AlertsPage() {
  const mayNote = useMay('inspector');
  const [noting, setNoting] = useState<AlertView | null>(null);
  const open = useQuery({
    queryKey: ['alerts', 'open'],
    queryFn: ({ signal }) => get('/alerts/open', alertsSchema, signal),
    refetchInterval: 30_000,
  });
  return (
    <>
      <Heading
        title="提醒"
        about="上课前 15 分钟到下课后 5 分钟里教室出的情况。情况过去后提醒自动结束；证据链的提醒须写明处理并由两人签字。"
      />
      <Loaded of={open}>
        {(alerts) => {
          const fresh = alerts.filter(({ seenBy }) => seenBy === null);
          const noted = alerts.filter(({ seenBy }) => seenBy !== null);
          return (
            <>
              <section aria-labelledby="fresh">
                <Typography.Title level={2} className="alerts-title" id="fresh">
                  未处理 {fresh.length}
                </Typography.Title>
                {fresh.length === 0 ? (
                  <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有未处理的提醒" />
                ) : (
                  <List alerts={fresh} onNote={mayNote ? setNoting : null} />
                )}
              </section>
              {noted.length > 0 && (
                <section aria-labelledby="noted">
                  <Typography.Title level={2} className="alerts-title" id="noted">
                    已有人处理，情况还在 {noted.length}
                  </Typography.Title>
                  <List alerts={noted} onNote={null} />
                </section>
              )}
            </>
          );
        }}
      </Loaded>
      <History />
      {noting !== null && <NoteForm alert={noting} onClose={() => setNoting(null)} />}
    </>
  );
}

function List({
  alerts,
  onNote,
}: {
  readonly alerts: readonly AlertView[];
  readonly onNote: ((alert: AlertView) => void) | null;
}) {
  return (
    <ul className="alerts">
      {alerts.map((alert) => (
        <Line key={alert.id} alert={alert} onNote={onNote} />
      ))}
    </ul>
  );
}

function Line({ alert, onNote }: { readonly alert: AlertView; readonly onNote: ((alert: AlertView) => void) | null }) {
  const now = useNow();
  const { institution, room, class: code, message, at, endedAt, seenBy, note, countersignedBy } = alert;
  return (
    <li className={endedAt === null && seenBy === null ? 'alert-line alert-fresh' : 'alert-line'}>
      <div className="alert-what">
        <strong>{message}</strong>
        {isGrave(alert.code) && <Tag color="error">须两人签字</Tag>}
        <span className="alert-where">
          {institution} {room} {code}
        </span>
      </div>
      <div className="alert-when">
        {dateTimeText(at)} 起，{endedAt === null ? '至今' : '共'} {lengthText((endedAt ?? now) - at)}
        {seenBy !== null && (
          <>
            ；{seenBy} 处理{countersignedBy === null ? '' : `，${countersignedBy} 复核`}
            {note === null || note === '' ? '' : `：${note}`}
          </>
        )}
      </div>
      {onNote !== null && (
        <Button type="primary" ghost onClick={() => onNote(alert)}>
          处理
        </Button>
      )}
    </li>
  );
}

function History() {
  const history = useInfiniteQuery({
    queryKey: ['alerts', 'history'],
    queryFn: ({ pageParam, signal }) =>
      get(`/alerts${pageParam === null ? '' : `?before=${String(pageParam)}`}`, alertsSchema, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < 50 ? undefined : (page.at(-1)?.id ?? undefined)),
  });
  const ended = (history.data?.pages.flat() ?? []).filter(({ endedAt }) => endedAt !== null);
  return (
    <section aria-labelledby="history">
      <Typography.Title level={2} className="alerts-title" id="history">
        过去的
      </Typography.Title>
      <Loaded of={history}>
        {() =>
          ended.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有过去的提醒" />
          ) : (
            <List alerts={ended} onNote={null} />
          )
        }
      </Loaded>
      {history.hasNextPage && (
        <Button onClick={() => void history.fetchNextPage()} loading={history.isFetchingNextPage}>
          更早的
        </Button>
      )}
    </section>
  );
}
