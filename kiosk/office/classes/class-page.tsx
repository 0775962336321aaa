import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { type ClassView, classViewSchema } from '../../../core/contract/office/classes.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { type ClassTab, ClassTabs } from './class-tabs.tsx';
import { FilingTag } from './filing-tag.tsx';

/** The class that the address names, as its page shows it. */
export function useClass(code: string) {
  return useQuery({
    queryKey: ['class', code],
    queryFn: ({ signal }) => get(`/classes/${encodeURIComponent(code)}`, classViewSchema, signal),
  });
}

/** A part of a class's page under the class's heading and tabs. `tab` is the key of `TABS`. */
export function ClassPage({
  tab,
  children,
}: {
  readonly tab: ClassTab;
  readonly children: (view: ClassView) => ReactNode;
}) {
  const { code = '' } = useParams();
  const of = useClass(code);
  return (
    <>
      <ClassTabs code={code} tab={tab} />
      <Loaded of={of}>
        {(view) => (
          <>
            <Heading
              title={
                <span className="class-title">
                  {code} <FilingTag filing={view.filing} />
                </span>
              }
              about={aboutText(view)}
            />
            {children(view)}
          </>
        )}
      </Loaded>
    </>
  );
}

function aboutText({ facts: { specialty, room, opens, ends }, trainees, lessons, past }: ClassView): string {
  const parts = [
    specialty ?? '专业未填',
    room === null ? '教室未填' : `教室 ${room}`,
    `${opens ?? '未定'} 至 ${ends ?? '未定'}`,
    `${trainees} 人`,
    `共 ${lessons} 课时，已过 ${past}`,
  ];
  return parts.join(' · ');
}
