import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import dayjs from 'dayjs';
import { DayInput } from '../../../core/ui/shell/day-input.tsx';

/** Chooses a day: the one before, the one after, or any. Dates as `2026-10-08`. */
export function DayChoice({ date, onChoose }: { readonly date: string; readonly onChoose: (date: string) => void }) {
  const choose = (days: number): void => onChoose(dayjs(date).add(days, 'day').format('YYYY-MM-DD'));
  return (
    <Space.Compact>
      <Button aria-label="前一天" icon={<LeftOutlined />} onClick={() => choose(-1)} />
      <DayInput aria-label="看哪一天" required value={date} onChange={onChoose} />
      <Button aria-label="后一天" icon={<RightOutlined />} onClick={() => choose(1)} />
    </Space.Compact>
  );
}
