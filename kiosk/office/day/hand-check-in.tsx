import { useQuery } from '@tanstack/react-query';
import { Descriptions } from 'antd';
import * as z from 'zod/mini';
import type { DayLesson } from '../../../core/contract/office/day.ts';
import { type ManualView, manualSchema } from '../../../core/contract/office/day-entries.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { SignaturePicture } from '../../../core/ui/signature-picture.tsx';
import { Mark } from './mark.tsx';

const listSchema = z.array(manualSchema);

/** The check-ins without a face of a day. */
export function useCheckIns(date: string) {
  return useQuery({
    queryKey: ['check-ins', date],
    queryFn: ({ signal }) => get(`/check-ins?date=${date}`, listSchema, signal),
  });
}

/** A trainee's check-ins without a face for one lesson, with the signature that proves them; nothing where there are none. */
export function HandCheckIn({ lesson, trainee }: { readonly lesson: DayLesson; readonly trainee: string }) {
  const { data = [] } = useCheckIns(lesson.date);
  return data
    .filter((each) => each.class === lesson.class && each.trainee === trainee && covers(each, lesson.no))
    .map((each) => (
      <Descriptions
        key={each.id}
        size="small"
        bordered
        column={1}
        title="身份证登记"
        items={[
          { key: 'teacher', label: '核对身份证的老师', children: each.teacher },
          { key: 'when', label: '登记', children: `${dateTimeText(each.enteredAt)} 在${placeWords[each.at]}` },
          { key: 'state', label: '状态', children: <CheckInState entry={each} /> },
          {
            key: 'signature',
            label: '本人签名',
            children: <SignaturePicture path={each.signature} label={`${each.name} 的签名`} />,
          },
        ]}
      />
    ));
}

/** Where it was entered. */
export const placeWords = { screen: '教室签到屏', office: '管理页面' } as const;

/** Whether a check-in holds, or who took it back and why. */
export function CheckInState({ entry: { withdrawn } }: { readonly entry: ManualView }) {
  if (withdrawn === null) return <Mark kind="good">有效</Mark>;
  return (
    <Mark>
      {withdrawn.by} 撤回：{withdrawn.why}
    </Mark>
  );
}

const covers = ({ lessons: { first, last } }: ManualView, no: number): boolean => first <= no && no <= last;
