import { Empty, Table, Tag } from 'antd';
import { Link } from 'react-router';
import type { Matters } from '../../../core/contract/center/matters.ts';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import type { Deciding } from './decide-matter.tsx';

/** Begins to decide one of them; null: who is signed in may not. */
export type Begin = ((matter: Deciding) => void) | null;

function Act({ text, act }: { readonly text: string; readonly act: () => void }) {
  return (
    <a
      href="#decide"
      onClick={(event) => {
        event.preventDefault();
        act();
      }}
    >
      {text}
    </a>
  );
}

const nothing = (text: string) => ({ emptyText: <Empty description={text} /> });
const where = {
  title: '班级',
  render: (_: unknown, { kiosk, institution, code }: Record<'kiosk' | 'institution' | 'code', string>) => (
    <>
      {institution} <Link to={`/classes/${kiosk}/${encodeURIComponent(code)}`}>{code}</Link>
    </>
  ),
};

export function Disputes({ all, decide }: { readonly all: Matters['disputes']; readonly decide: Begin }) {
  return (
    <Table<Matters['disputes'][number]>
      rowKey={({ kiosk, id }) => `${kiosk}/${String(id)}`}
      size="small"
      dataSource={[...all]}
      scroll={{ x: 'max-content' }}
      locale={nothing('没有异议。学员在签到屏上提出，机构 3 个工作日内答复；没答复的转到这里由中心答复')}
      columns={[
        where,
        { title: '学员', dataIndex: 'name' },
        {
          title: '课时（看录像）',
          render: (_, { kiosk, code, date, no }) => (
            <Link to={`/classes/${kiosk}/${encodeURIComponent(code)}?date=${date}`}>
              {date} 第 {no} 课时
            </Link>
          ),
        },
        { title: '异议', dataIndex: 'text' },
        { title: '提出', render: (_, { raisedAt }) => dateTimeText(raisedAt) },
        {
          title: '答复',
          render: (_, { answer, decided, state, answerUntil }) => {
            if (decided !== null) return `中心：${decided.upheld ? '成立' : '不成立'}，${decided.text}`;
            if (answer !== null) return `机构：${answer.upheld ? '成立' : '不成立'}，${answer.text}`;
            if (answerUntil === null) return '缺下一年日历，算不出期限';
            if (state !== 'escalated') return `机构应在 ${answerUntil} 前答复`;
            return <Tag color="error">机构 {answerUntil} 前未答复，转中心</Tag>;
          },
        },
        {
          title: '操作',
          render: (_, dispute) =>
            decide !== null &&
            dispute.state === 'escalated' && (
              <Act text="由中心答复" act={() => decide({ kind: 'dispute', matter: dispute })} />
            ),
        },
      ]}
    />
  );
}

export function Enrolments({ all, decide }: { readonly all: Matters['enrolments']; readonly decide: Begin }) {
  return (
    <Table<Matters['enrolments'][number]>
      rowKey={({ kiosk, id }) => `${kiosk}/${String(id)}`}
      size="small"
      dataSource={[...all]}
      scroll={{ x: 'max-content' }}
      locale={nothing('没有需要同意的重新登记。开班后换的照片与原来不像时，转到这里由中心决定')}
      columns={[
        where,
        { title: '学员', dataIndex: 'name' },
        { title: '时间', render: (_, { at }) => dateTimeText(at) },
        { title: '登记人', dataIndex: 'by' },
        {
          title: '与原来的相似度',
          align: 'right',
          render: (_, { alike }) => (alike === null ? '无法比较' : `${alike.toFixed(2)}（偏低）`),
        },
        {
          title: '决定',
          render: (_, enrolment) => {
            const { decided } = enrolment;
            if (decided !== null) return `${decided.approved ? '同意' : '不同意'}：${decided.why}`;
            if (decide === null) return '等中心同意';
            return <Act text="作出决定" act={() => decide({ kind: 'enrolment', matter: enrolment })} />;
          },
        },
      ]}
    />
  );
}

const STANDINGS = {
  verified: { text: '本人凭码核实', color: 'success' },
  confirmed: { text: '中心已确认', color: 'success' },
  unverified: { text: '未经中心核实', color: 'warning' },
  denied: { text: '中心不认可', color: 'error' },
} as const;

export function Reviews({ all, decide }: { readonly all: Matters['reviews']; readonly decide: Begin }) {
  return (
    <Table<Matters['reviews'][number]>
      rowKey={({ kiosk, id }) => `${kiosk}/${String(id)}`}
      size="small"
      dataSource={[...all]}
      scroll={{ x: 'max-content' }}
      locale={nothing('还没有现场审核。开班前到教室做：先在“教室电脑”页取现场审核码')}
      columns={[
        where,
        { title: '时间', render: (_, { at }) => dateTimeText(at) },
        {
          title: '检查员',
          render: (_, { inspector, standing, countersignedBy }) => (
            <>
              {inspector} <Tag color={STANDINGS[standing].color}>{STANDINGS[standing].text}</Tag>
              {countersignedBy !== null && <div>机构复核：{countersignedBy}</div>}
            </>
          ),
        },
        { title: '核对人数', dataIndex: 'people', align: 'right' },
        { title: '不一致', render: (_, { differing }) => differing.join('、') || '无' },
        { title: '人脸库指纹', render: (_, { gallery }) => gallery.slice(0, 16) },
        {
          title: '之后的变动',
          render: (_, { later }) => (later === 0 ? '没有' : <Tag color="warning">{`${String(later)} 次登记`}</Tag>),
        },
        { title: '备注', dataIndex: 'note' },
        {
          title: '操作',
          render: (_, matter) =>
            decide !== null &&
            matter.standing === 'unverified' && (
              <Act text="确认或不认可" act={() => decide({ kind: 'review', matter })} />
            ),
        },
      ]}
    />
  );
}

export function Pending({ all, decide }: { readonly all: Matters['pending']; readonly decide: Begin }) {
  return (
    <Table<Matters['pending'][number]>
      rowKey={({ kiosk, code, month }) => `${kiosk}/${code}/${month}`}
      size="small"
      dataSource={[...all]}
      scroll={{ x: 'max-content' }}
      locale={nothing('没有待核超过 5% 的月份')}
      columns={[
        where,
        { title: '月份', dataIndex: 'month' },
        { title: '待核 / 应到', render: (_, { pending, due }) => `${String(pending)} / ${String(due)}` },
        {
          title: '决定',
          render: (_, matter) => {
            const { decided } = matter;
            if (decided !== null) return `${decided.allowed ? '由机构处理' : '由中心处理'}（${decided.paper}）`;
            if (decide === null) return '等中心决定';
            return <Act text="作出决定" act={() => decide({ kind: 'pending', matter })} />;
          },
        },
      ]}
    />
  );
}
