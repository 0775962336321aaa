import { useQuery } from '@tanstack/react-query';
import { Card, Descriptions } from 'antd';
import { centerFilingSchema } from '../../../core/contract/center/filings.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { ClassForms } from '../filings/class-forms.tsx';

/** By when what is due, and the class's forms. @param path of the class in the API */
export function ClassPapers({ path }: { readonly path: string }) {
  const filing = useQuery({
    queryKey: ['filing', path],
    queryFn: ({ signal }) => get(`${path}/filing`, centerFilingSchema, signal),
  });
  return (
    <Loaded of={filing}>
      {(view) => (
        <>
          <Card title="期限" size="small" className="stacked below">
            <Descriptions
              size="small"
              column={{ xs: 1, md: 2, xl: 4 }}
              items={[
                ['开班–结课', `${view.opens ?? '未定'} – ${view.ends ?? '未定'}`],
                ['最早备案日', view.deadlines.filingFrom ?? '—'],
                ['结课验收截止', view.deadlines.completionBy ?? '—'],
                ['公示截止', view.deadlines.publicityEnds ?? '—'],
              ].map(([label = '', children]) => ({ key: label, label, children }))}
            />
          </Card>
          <ClassForms path={path} view={view} />
        </>
      )}
    </Loaded>
  );
}
