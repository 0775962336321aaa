import { useQuery } from '@tanstack/react-query';
import { Empty } from 'antd';
import { Link, useParams } from 'react-router';
import { lessonViewSchema } from '../../../core/contract/office/day.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { Details } from '../day/line-drawer.tsx';

/** The evidence of one trainee's lesson at an address of its own: a figure of the month leads here. */
export function EvidencePage() {
  const { code = '', date = '', no = '', trainee = '' } = useParams();
  const lesson = useQuery({
    queryKey: ['lesson', code, date, no],
    queryFn: ({ signal }) =>
      get(`/classes/${encodeURIComponent(code)}/lessons/${date}/${no}`, lessonViewSchema, signal),
  });
  return (
    <Loaded of={lesson}>
      {(view) => {
        const line = view.lines.find((each) => each.trainee === trainee);
        return (
          <>
            <Heading
              title={`${line?.name ?? trainee} · ${date} 第${no}课时`}
              about={
                <Link to={`/classes/${encodeURIComponent(code)}/months/${date.slice(0, 7)}`}>
                  回到 {date.slice(0, 7)} 考勤
                </Link>
              }
            />
            {line === undefined ? (
              <Empty description="这名学员当天不在班，没有这个课时的记录" />
            ) : (
              <Details view={view} line={line} />
            )}
          </>
        );
      }}
    </Loaded>
  );
}
