import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, AutoComplete, Card as Box, Button, Form, Image, Input, Select, Space, Typography } from 'antd';
import type { Call, Card, Seal } from '../../../core/contract/center/checks.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { OUTCOMES } from './words.ts';
import './checks.css';

/** A saved moment: pictures, clips, what is lacking, the calls. */
export function SealCard({ seal, mayCall }: { readonly seal: Seal; readonly mayCall: boolean }) {
  return (
    <Box
      size="small"
      className="stacked"
      title={`${dateTimeText(seal.at)} 保存的此刻`}
      extra={<Typography.Text type="secondary">{seal.by}</Typography.Text>}
    >
      <SealFiles id={seal.id} files={seal.files} />
      {seal.lacking.map((text) => (
        <Typography.Paragraph key={text} type="warning">
          {text}
        </Typography.Paragraph>
      ))}
      <Typography.Paragraph type="secondary">
        见到 {seal.card.seen}/{seal.card.due}，没见到：{seal.card.missing.map(({ name }) => name).join('、') || '无'}
        。指纹 {seal.sha256.slice(0, 16)}
      </Typography.Paragraph>
      {seal.calls.map(({ at, by, whom, outcome, note }) => (
        <Typography.Paragraph key={`${String(at)} ${whom}`}>
          {dateTimeText(at)} {by} 打给 {whom}：{OUTCOMES[outcome]}
          {note !== '' && `（${note}）`}
        </Typography.Paragraph>
      ))}
      {mayCall && <CallForm seal={seal} />}
    </Box>
  );
}

/** Pictures beside each other, clips to play. */
export function SealFiles({ id, files }: { readonly id: string; readonly files: Seal['files'] }) {
  const address = (sha256: string): string => `/api/seals/${id}/files/${sha256}`;
  return (
    <Space wrap align="start">
      {files.map(({ name, type, sha256 }) =>
        type.startsWith('image/') ? (
          <Image key={sha256} src={address(sha256)} alt={name} width={240} />
        ) : (
          // biome-ignore lint/a11y/useMediaCaption: a classroom's camera without sound
          <video
            key={sha256}
            src={`${address(sha256)}#t=0.1`}
            controls
            preload="metadata"
            width={240}
            aria-label={name}
          />
        ),
      )}
    </Space>
  );
}

/** As the form has it: a field that was never touched is not there. */
type Entered = Omit<Call, 'note'> & { readonly note?: string };

function CallForm({ seal }: { readonly seal: Seal }) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const call = useMutation({
    mutationFn: ({ whom, outcome, note }: Entered) =>
      send('POST', `/seals/${seal.id}/calls`, { whom, outcome, note: note ?? '' }),
    onSuccess: async () => {
      form.resetFields();
      await queries.invalidateQueries({ queryKey: ['seals'] });
    },
  });
  return (
    <Form form={form} layout="inline" onFinish={(entered) => call.mutate(entered)}>
      <Form.Item name="whom" rules={[{ required: true, message: '请写明打给谁' }]}>
        <AutoComplete
          className="call-whom"
          placeholder="打给谁"
          aria-label="打给谁"
          maxLength={100}
          options={callable(seal.card)}
        />
      </Form.Item>
      <Form.Item name="outcome" rules={[{ required: true, message: '请选择结果' }]}>
        <Select
          placeholder="结果"
          aria-label="电话结果"
          className="exam"
          options={Object.entries(OUTCOMES).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item name="note">
        <Input placeholder="说明" aria-label="说明" />
      </Form.Item>
      <Button htmlType="submit" loading={call.isPending}>
        记下电话
      </Button>
      {call.isError && <Alert type="error" showIcon title={messageOf(call.error)} />}
    </Form>
  );
}

/** Whom one would call: the class's counsellor, then who was not seen. The number is shown, and not noted with the name. */
function callable({ counsellorPhone, missing }: Card): { readonly value: string; readonly label: string }[] {
  const all = [{ name: '辅导员', phone: counsellorPhone }, ...missing].filter(
    ({ name, phone }) => name !== '辅导员' || phone !== null,
  );
  return all.map(({ name, phone }) => ({ value: name, label: phone === null ? name : `${name} ${phone}` }));
}
