import { UploadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { type ChangeEvent, useRef } from 'react';
import { type ShownYear, yearReadingSchema } from '../../../core/contract/office/calendars.ts';
import { messageOf, upload } from '../../../core/ui/shell/api.ts';

/** Fills the form from a table; one with faults fills nothing and names each. */
export function FromFile({
  onRead,
}: {
  readonly onRead: (read: { readonly off: ShownYear['off']; readonly work: ShownYear['work'] }) => void;
}) {
  const file = useRef<HTMLInputElement>(null);
  const read = useMutation({
    mutationFn: (chosen: File) =>
      upload('POST', `/calendars/reading?name=${encodeURIComponent(chosen.name)}`, chosen, yearReadingSchema),
    onSuccess: (found) => {
      if (found.faults.length === 0) onRead(found);
    },
  });
  const choose = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const [chosen] = target.files ?? [];
    if (chosen !== undefined) read.mutate(chosen);
    target.value = '';
  };
  const faults = read.data?.faults ?? [];
  return (
    <div className="year-file">
      <input ref={file} type="file" accept=".xlsx,.csv" hidden aria-label="放假安排的表格" onChange={choose} />
      <Button icon={<UploadOutlined />} loading={read.isPending} onClick={() => file.current?.click()}>
        从表格填入
      </Button>
      <span className="quiet"> .xlsx 或 .csv，表头：日期、至、类型（放假 / 上班）、名称</span>
      {read.isError && <Alert type="error" showIcon title={messageOf(read.error)} />}
      {faults.length > 0 && (
        <Alert
          type="error"
          showIcon
          title="表格里有要改的地方，没有填入"
          description={
            <ul className="obstacles">
              {faults.map(({ row, column, what, advice }) => (
                <li key={`${row ?? 0} ${column ?? ''} ${what}`}>
                  {row === null ? '' : `第 ${row} 行 ${column ?? ''} `}
                  {what}：{advice}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </div>
  );
}
