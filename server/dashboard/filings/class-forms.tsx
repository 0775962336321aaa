import { Button, Card, Space } from 'antd';
import type { CenterFiling } from '../../../core/contract/center/filings.ts';

/** 附件4–8 of a class: to print, or as workbook. */
export function ClassForms({ path, view }: { readonly path: string; readonly view: CenterFiling }) {
  const { months } = view;
  const forms = [
    { form: 4, label: '附件4 花名册', query: '' },
    { form: 5, label: '附件5 课程表', query: '' },
    ...months.map((month) => ({ form: 6, label: `附件6 ${month}`, query: `?month=${month}` })),
    ...months.map((month) => ({ form: 7, label: `附件7 ${month}`, query: `?month=${month}` })),
    { form: 8, label: '附件8 补贴核算', query: '' },
  ];
  return (
    <Card title="表格" size="small">
      <Space wrap>
        {forms.map(({ form, label, query }) => (
          <Space.Compact key={label}>
            <Button href={`/api${path}/forms/${String(form)}/html${query}`} target="_blank" rel="noreferrer">
              {label}
            </Button>
            <Button href={`/api${path}/forms/${String(form)}/xlsx${query}`} aria-label={`${label} 下载 Excel`}>
              Excel
            </Button>
          </Space.Compact>
        ))}
      </Space>
    </Card>
  );
}
