import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Image, Popconfirm, Space, Tag } from 'antd';
import { useRef } from 'react';
import { hasRights } from '../../../core/contract/office/actor.ts';
import type { AttachmentView, PaperLineView } from '../../../core/contract/office/classes.ts';
import { PAPERS } from '../../../core/contract/paper-words.ts';
import { messageOf, send, upload } from '../../../core/ui/shell/api.ts';
import { useActor } from '../shell/actor.ts';
import { WaiveButton } from './waive-button.tsx';
import { sizeText } from './words.ts';

const STATES = {
  there: { text: '已有', color: 'success' },
  missing: { text: '缺', color: 'error' },
  'not-due': { text: '不需要', color: 'default' },
  unclear: { text: '待确认', color: 'warning' },
  waived: { text: '不需要', color: 'default' },
} as const;

/** A paper of the checklist with its files, and what can be done with it. */
export function PaperRow({
  code,
  line,
  who,
}: {
  readonly code: string;
  readonly line: PaperLineView;
  readonly who: string;
}) {
  const mayEdit = hasRights(useActor().role, 'teacher');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const { paper, trainee, state, files, waivedWhy } = line;
  const name = (PAPERS as Readonly<Record<string, string>>)[paper] ?? paper;
  const refresh = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['papers', code] });
    await queries.invalidateQueries({ queryKey: ['class', code] });
  };
  const add = useMutation({
    mutationFn: (file: File) => {
      const query = new URLSearchParams({ name: file.name, ...(trainee === null ? {} : { trainee: trainee.id }) });
      return upload('POST', `/classes/${encodeURIComponent(code)}/papers/${paper}?${query.toString()}`, file);
    },
    onSettled: refresh,
    onError: (error) => void message.error(`${name}：${messageOf(error)}`),
  });
  const { text, color } = STATES[state];
  return (
    <li className="paper">
      <span className="paper-name">
        {name} <Tag color={color}>{text}</Tag>
        {waivedWhy !== null && <span className="quiet">{waivedWhy}</span>}
        {state === 'unclear' && <span className="quiet">辽宁籍在外埠就读的须提供；在省内就读请标为不需要</span>}
      </span>
      <Files files={files} mayRemove={mayEdit} onGone={refresh} />
      {mayEdit && state !== 'not-due' && (
        <Space>
          <input
            ref={input}
            type="file"
            hidden
            accept=".pdf,.jpg,.jpeg,.png"
            aria-label={`${who}的${name}文件`}
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file) add.mutate(file);
              target.value = '';
            }}
          />
          <Button
            size="small"
            icon={<UploadOutlined />}
            loading={add.isPending}
            aria-label={`上传${who}的${name}`}
            onClick={() => input.current?.click()}
          >
            上传
          </Button>
          <WaiveButton code={code} line={line} label={`${who}的${name}`} onDone={refresh} />
        </Space>
      )}
    </li>
  );
}

function Files({
  files,
  mayRemove,
  onGone,
}: {
  readonly files: readonly AttachmentView[];
  readonly mayRemove: boolean;
  readonly onGone: () => Promise<void>;
}) {
  const { message } = App.useApp();
  const remove = useMutation({
    mutationFn: (id: number) => send('DELETE', `/attachments/${id}`, undefined),
    onSettled: onGone,
    onError: (error) => void message.error(messageOf(error)),
  });
  return (
    <ul className="paper-files">
      {files.map(({ id, name, kind, bytes }) => (
        <li key={id}>
          {mayRemove && kind !== 'pdf' && (
            <Image
              src={`/api/attachments/${id}`}
              alt={name}
              width={48}
              height={48}
              loading="lazy"
              className="paper-thumb"
            />
          )}
          {mayRemove ? (
            <a href={`/api/attachments/${id}`} target="_blank" rel="noreferrer">
              {name}
            </a>
          ) : (
            name
          )}
          <span className="quiet">{sizeText(bytes)}</span>
          {mayRemove && (
            <Popconfirm title="移除这个文件？" okText="移除" onConfirm={() => remove.mutate(id)}>
              <Button type="text" size="small" danger aria-label={`移除 ${name}`}>
                移除
              </Button>
            </Popconfirm>
          )}
        </li>
      ))}
    </ul>
  );
}
