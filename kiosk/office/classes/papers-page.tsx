import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Empty, Progress, Switch } from 'antd';
import { useState } from 'react';
import { type ClassView, checklistSchema, type PaperLineView } from '../../../core/contract/office/classes.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { ClassPage } from './class-page.tsx';
import { PaperRow } from './paper-row.tsx';

/** The filing's checklist: what is there, what is missing, and where to put it. */
export function PapersPage() {
  return <ClassPage tab="papers">{(view) => <Papers view={view} />}</ClassPage>;
}

function Papers({ view: { code } }: { readonly view: ClassView }) {
  const [onlyMissing, setOnlyMissing] = useState(false);
  const checklist = useQuery({
    queryKey: ['papers', code],
    queryFn: ({ signal }) => get(`/classes/${encodeURIComponent(code)}/papers`, checklistSchema, signal),
  });
  return (
    <Loaded of={checklist}>
      {({ lines, complete }) => {
        const wanted = lines.filter(({ state }) => state !== 'not-due' && state !== 'waived');
        const there = wanted.filter(({ state }) => state === 'there').length;
        const shown = lines.filter(({ state }) => !onlyMissing || state === 'missing' || state === 'unclear');
        const groups = Map.groupBy(shown, ({ trainee }) => trainee?.id ?? '');
        return (
          <div className="stack">
            <Alert
              type={complete ? 'success' : 'warning'}
              showIcon
              title={complete ? '材料齐全' : `还差 ${wanted.length - there} 份材料`}
              description={
                <>
                  <p className="warning-todo">上传扫描件或照片：PDF、JPEG 或 PNG，每份最多 20 MB。</p>
                  <Progress
                    percent={wanted.length === 0 ? 100 : Math.floor((there / wanted.length) * 100)}
                    aria-label="材料进度"
                  />
                </>
              }
            />
            <label className="switch-line">
              <Switch checked={onlyMissing} onChange={setOnlyMissing} /> 只看还缺的
            </label>
            {[...groups].map(([id, each]) => (
              <Group key={id} code={code} name={each[0]?.trainee?.name ?? '班级材料'} lines={each} />
            ))}
            {groups.size === 0 && <Empty description="没有还缺的材料" />}
          </div>
        );
      }}
    </Loaded>
  );
}

function Group({
  code,
  name,
  lines,
}: {
  readonly code: string;
  readonly name: string;
  readonly lines: readonly PaperLineView[];
}) {
  return (
    <Card size="small" title={<h2>{name}</h2>}>
      <ul className="papers">
        {lines.map((line) => (
          <PaperRow key={line.paper} code={code} line={line} who={name} />
        ))}
      </ul>
    </Card>
  );
}
