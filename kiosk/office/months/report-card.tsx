import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Descriptions, Space, Typography } from 'antd';
import { type ChangeEvent, useRef } from 'react';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type ReportView, reportSchema, verificationSchema } from '../../../core/contract/office/months.ts';
import { messageOf, send, upload } from '../../../core/ui/shell/api.ts';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { useActor } from '../shell/actor.ts';

/** A closed month's paper trail: who closed it, its report id, verifying it, its signed scans. */
export function ReportCard({
  code,
  month,
  report,
}: {
  readonly code: string;
  readonly month: string;
  readonly report: ReportView;
}) {
  const { role } = useActor();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const file = useRef<HTMLInputElement>(null);
  const id = encodeURIComponent(report.reportId);
  const verify = useMutation({ mutationFn: () => send('POST', `/months/${id}/verify`, undefined, verificationSchema) });
  const attach = useMutation({
    mutationFn: (scan: File) =>
      upload(
        'POST',
        `/classes/${encodeURIComponent(code)}/months/${month}/scans/${encodeURIComponent(scan.name)}`,
        scan,
        reportSchema,
      ),
    onSuccess: async () => {
      void message.success('扫描件已附上');
      await queries.invalidateQueries({ queryKey: ['month', code] });
    },
  });
  const choose = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const [scan] = target.files ?? [];
    if (scan !== undefined) attach.mutate(scan);
    target.value = '';
  };
  const open = report.reopened === null;
  return (
    <section className="report" aria-label={open ? '关账' : '以前的关账'}>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'at', label: '关账', children: `${dateTimeText(report.closedAt)}，${report.closedBy}` },
          { key: 'second', label: '复核', children: report.countersignedBy },
          {
            key: 'id',
            label: '报告编号',
            children: <Typography.Text code>{report.reportId}</Typography.Text>,
          },
          ...(report.replaces === null
            ? []
            : [{ key: 'old', label: '代替', children: <Typography.Text code>{report.replaces}</Typography.Text> }]),
          ...(report.reopened === null
            ? []
            : [
                {
                  key: 'reopened',
                  label: '重新打开',
                  children: `${dateTimeText(report.reopened.at)}，${report.reopened.by}，${report.reopened.countersignedBy} 复核：${report.reopened.why}`,
                },
              ]),
          {
            key: 'scans',
            label: '签字扫描件',
            children:
              report.scans.length === 0
                ? '还没有'
                : report.scans.map((scan) => (
                    <a
                      key={scan.id}
                      className="scan"
                      href={`/api/months/${id}/scans/${scan.id}`}
                      target="_blank"
                      rel="noreferrer"
                    >
                      {scan.name}
                    </a>
                  )),
          },
        ]}
      />
      <Space wrap>
        <Button onClick={() => verify.mutate()} loading={verify.isPending}>
          重新计算核验
        </Button>
        {open && hasRights(role, 'teacher') && (
          <>
            <Button onClick={() => file.current?.click()} loading={attach.isPending}>
              附上签字扫描件
            </Button>
            <input
              ref={file}
              type="file"
              hidden
              accept="application/pdf,image/jpeg,image/png"
              aria-label="签字扫描件"
              onChange={choose}
            />
          </>
        )}
        {!open && (
          <a
            href={`/api/classes/${encodeURIComponent(code)}/forms/6/html?report=${id}`}
            target="_blank"
            rel="noreferrer"
          >
            当时的附件6
          </a>
        )}
      </Space>
      {verify.data && (
        <Alert
          className="verified"
          type={verify.data.kind === 'same' ? 'success' : verify.data.kind === 'differs' ? 'error' : 'warning'}
          showIcon
          title={verify.data.said.join(' ')}
        />
      )}
      {(verify.isError || attach.isError) && (
        <Alert className="verified" type="error" showIcon title={messageOf(verify.error ?? attach.error)} />
      )}
    </section>
  );
}
