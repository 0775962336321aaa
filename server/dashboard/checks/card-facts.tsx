import { Alert, Card as Box, Col, Empty, Row, Statistic, Table, Typography } from 'antd';
import type { Card } from '../../../core/contract/center/checks.ts';
import { dateTimeText, timeText } from '../../../core/ui/shell/time.ts';
import { useMay } from '../shell/actor.ts';
import { PHASES } from './words.ts';

type Missing = Card['missing'][number];

/** A class at one instant: figures large, the missing with their phones, who to call. */
export function CardFacts({ card }: { readonly card: Card }) {
  const { lesson, rate, observed } = card;
  // Who may not see phones is not told that there are none.
  const phones = useMay('inspector') || card.missing.some(({ phone }) => phone !== null);
  const figures = [
    ['应到', card.due],
    ['最近 10 分钟见到', card.seen],
    ['请假', card.onLeave],
    ['待核', card.pending],
    ['画面里的人', card.heads],
    ['未识别', card.unidentified],
  ] as const;
  return (
    <>
      {card.toldAt === null && (
        <Alert className="stacked" type="error" showIcon title="教室电脑没有连接，下面只有备案里的内容" />
      )}
      <Box
        size="small"
        className="stacked"
        title={lesson === null ? PHASES[card.phase] : <Lesson card={card} lesson={lesson} />}
        extra={card.cancelledToday > 0 && `今天停课 ${String(card.cancelledToday)} 课时`}
      >
        <Row gutter={[16, 16]}>
          {figures.map(([title, value]) => (
            <Col key={title} xs={12} md={8} xl={4}>
              <Statistic title={title} value={value} />
            </Col>
          ))}
        </Row>
        {rate === null && card.phase === 'running' && card.due > card.onLeave && (
          <Typography.Paragraph className="below">看不清的人超过一半，没有到课率</Typography.Paragraph>
        )}
        {rate !== null && (
          <Typography.Paragraph className="below">
            到课率 {rate.present}/{rate.due}（{rate.text}%）
            {rate.below ? <Typography.Text type="danger">，低于 80%</Typography.Text> : null}
            {rate.unobservable > 0 && `；另有 ${String(rate.unobservable)} 人因画面看不清没有计入`}
          </Typography.Paragraph>
        )}
        <Typography.Paragraph type="secondary">
          {card.toldAt !== null && `以上是 ${timeText(card.toldAt)} 的情况。`}
          {observed === null
            ? '教室电脑启动还不到 15 分钟，或现在没有课：最近 15 分钟的画面是否有效还不知道，没见到的人按“看不清”不计入到课率。'
            : `最近 15 分钟画面有效 ${String(Math.floor(observed * 100))}%。`}
        </Typography.Paragraph>
        <Typography.Paragraph>
          辅导员电话 {card.counsellorPhone ?? '备案里没有'}；备案教师 {card.teachers.join('、') || '没有填'}
        </Typography.Paragraph>
        {card.leave.length > 0 && (
          <Typography.Paragraph>
            请假：
            {card.leave
              .map(
                ({ name, enteredAt }) =>
                  `${name}（${enteredAt === null ? '时间不明' : `${instantText(enteredAt, card.at)} 录入`}）`,
              )
              .join('、')}
          </Typography.Paragraph>
        )}
      </Box>
      <Box size="small" className="stacked" title={`没见到的人（${String(card.missing.length)}）`}>
        <Table<Missing>
          rowKey="trainee"
          size="small"
          dataSource={[...card.missing]}
          pagination={false}
          locale={{ emptyText: <Empty description={card.toldAt === null ? '现在不知道' : '都见到了'} /> }}
          columns={[
            { title: '姓名', dataIndex: 'name' },
            {
              title: '最后见到',
              render: (_, { lastSeen }) => (lastSeen === null ? '今天没见到' : timeText(lastSeen)),
            },
            ...(phones ? [{ title: '电话', render: (_: unknown, { phone }: Missing) => phone ?? '未填' }] : []),
          ]}
        />
      </Box>
    </>
  );
}

/** Which lesson it is; whether who teaches it was filed. */
function Lesson({ card, lesson }: { readonly card: Card; readonly lesson: NonNullable<Card['lesson']> }) {
  const { no, from, to, course, teacher } = lesson;
  const unfiled = teacher !== '' && card.teachers.length > 0 && !card.teachers.includes(teacher);
  return (
    <>
      {`${PHASES[card.phase]}：第 ${String(no)} 课时 ${timeText(from).slice(0, 5)}–${timeText(to).slice(0, 5)}，${course || '未写课程'}，${teacher || '未写教师'}`}
      {unfiled && <Typography.Text type="danger">（不在备案教师中）</Typography.Text>}
    </>
  );
}

/** An instant's time of day; with its day, when that is not the card's. */
function instantText(instant: number, at: number): string {
  const whole = dateTimeText(instant);
  return whole.slice(0, 10) === dateTimeText(at).slice(0, 10) ? timeText(instant) : whole;
}
