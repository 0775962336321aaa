import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Collapse, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type MonthView, monthViewSchema } from '../../../core/contract/office/months.ts';
import { MonthLegend, MonthSheet, type SheetChoice } from '../../../core/ui/month-sheet.tsx';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useActor } from '../shell/actor.ts';
import { CenterDecision } from './center-decision.tsx';
import { CloseMonth } from './close-month.tsx';
import { LessonsDrawer } from './lessons-drawer.tsx';
import { ReportCard } from './report-card.tsx';
import './months.css';

/** 附件6 of a month on the screen: every figure opens its lessons; closing, re-opening, verifying, printing. */
export function MonthPage() {
  const { code = '', month = '' } = useParams();
  const view = useQuery({
    queryKey: ['month', code, month],
    queryFn: ({ signal }) => get(`/classes/${encodeURIComponent(code)}/months/${month}`, monthViewSchema, signal),
  });
  return <Loaded of={view}>{(data) => <Month view={data} />}</Loaded>;
}

function Month({ view }: { readonly view: MonthView }) {
  const { role } = useActor();
  const [choice, choose] = useState<SheetChoice | null>(null);
  const [doing, begin] = useState<'close' | 'reopen' | null>(null);
  const { code } = view.class;
  const closed = view.report !== null;
  const form = `/api/classes/${encodeURIComponent(code)}/forms/6`;
  const mayClose = hasRights(role, 'teacher');
  return (
    <>
      <Heading
        title={
          <>
            {view.class.specialty} {code} {view.month} 考勤 <Tag>{closed ? '已关账' : '未关账'}</Tag>
          </>
        }
        about={<Link to={`/classes/${encodeURIComponent(code)}/months`}>这个班的所有月份</Link>}
        actions={
          <>
            <Button href={`${form}/html?month=${view.month}`} target="_blank" rel="noreferrer">
              打印附件6
            </Button>
            <Button href={`${form}/xlsx?month=${view.month}`}>下载 Excel</Button>
            {!closed && mayClose && (
              <Button type="primary" disabled={view.obstacles.length > 0} onClick={() => begin('close')}>
                关账
              </Button>
            )}
            {closed && hasRights(role, 'administrator') && (
              <Button danger onClick={() => begin('reopen')}>
                重新打开
              </Button>
            )}
          </>
        }
      />
      {view.pending !== null && <CenterDecision view={view} pending={view.pending} />}
      <Notices view={view} />
      <p className="month-facts">
        <span>
          应到 <strong>{view.total.due}</strong> 课时
        </span>
        <span>
          实到 <strong>{view.total.attended}</strong> 课时
        </span>
        <span>
          全班出勤率 <strong>{view.total.rate === '-' ? '—' : `${view.total.rate}%`}</strong>
        </span>
        <span>本月工作日 {view.workdays} 天</span>
        <span>
          已上课 {view.days.filter(({ lessons }) => lessons > 0).length} 天
          {view.days.some(({ toCome }) => toCome > 0) &&
            `，还有 ${view.days.reduce((sum, { toCome }) => sum + toCome, 0)} 课时未上`}
        </span>
      </p>
      {view.report !== null && <ReportCard code={code} month={view.month} report={view.report} />}
      <MonthSheet view={view} onOpen={choose} />
      <MonthLegend view={view} />
      {view.earlier.length > 0 && (
        <Collapse
          className="report"
          items={[
            {
              key: 'earlier',
              label: `以前的关账（${view.earlier.length}）`,
              children: view.earlier.map((report) => (
                <ReportCard key={report.reportId} code={code} month={view.month} report={report} />
              )),
            },
          ]}
        />
      )}
      <LessonsDrawer code={code} month={view.month} choice={choice} onClose={() => choose(null)} />
      {doing !== null && <CloseMonth view={view} doing={doing} onClose={() => begin(null)} />}
    </>
  );
}

/** What other rooms' kiosks recorded, and what has to be fetched from them. */
function Elsewhere({ view: { elsewhere, class: of } }: { readonly view: MonthView }) {
  return (
    <ul className="obstacles">
      {elsewhere.map(({ place, lessons, pending, exportedAt, missing }) => (
        <li key={place}>
          {exportedAt === null
            ? `${place}：${missing} 课时已上完，记录还没有导入`
            : `${place}：${lessons} 课时，${dateTimeText(exportedAt)} 的记录`}
          {pending > 0 && `；其中 ${pending} 条待核，请在那台电脑上核定，再导出记录过来`}
        </li>
      ))}
      <li>
        <Link to={`/classes/${encodeURIComponent(of.code)}/transfers`}>到“多台设备”导入记录</Link>
      </li>
    </ul>
  );
}

/** What keeps the month from closing, and what changed since it was closed. */
function Notices({ view }: { readonly view: MonthView }) {
  return (
    <>
      {view.obstacles.length > 0 && (
        <Alert
          className="month-notice"
          type="info"
          showIcon
          title="还不能关账"
          description={
            <ul className="obstacles">
              {view.obstacles.map(({ kind, text, dates }) => (
                <li key={kind}>
                  {text}
                  {dates.length > 0 && '：'}
                  {dates.map((date) => (
                    <Link key={date} to={`/day/${date}`} className="scan">
                      {' '}
                      {date.slice(5)}
                    </Link>
                  ))}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {view.elsewhere.length > 0 && (
        <Alert
          className="month-notice"
          type={view.elsewhere.some(({ pending, missing }) => pending + missing > 0) ? 'warning' : 'info'}
          showIcon
          title="有课时在其他教室，由那里的电脑记录"
          description={<Elsewhere view={view} />}
        />
      )}
      {view.changedSince && (
        <Alert
          className="month-notice"
          type="warning"
          showIcon
          title="关账以后，班级资料有变动（如退出日期、批准日期、课程表），按现在的资料会得到另一个结果。这里显示和打印的仍是关账时的数据；如应改正，请重新打开后再关账。"
        />
      )}
    </>
  );
}
