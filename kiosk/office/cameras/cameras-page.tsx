import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Badge, Button, Card, Empty, Flex, Typography } from 'antd';
import { useState } from 'react';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type OfficeCamera, officeCamerasSchema } from '../../../core/contract/office/cameras.ts';
import type { LiveSource } from '../../../core/ui/live-source.ts';
import { liveWords } from '../../../core/ui/live-words.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useActor } from '../shell/actor.ts';
import { CameraDialog } from './camera-dialog.tsx';
import { CameraPicture } from './camera-picture.tsx';
import { useLive } from './live.ts';
import { PlacementDialog } from './placement-dialog.tsx';
import { healthWords, roleWords, standingWords, streamWords } from './words.ts';
import './cameras.css';

const REFRESH_MS = 3000;

/** All cameras with their live pictures and how they are. */
export function CamerasPage() {
  const actor = useActor();
  const live = useLive();
  const cameras = useQuery({
    queryKey: ['cameras'],
    queryFn: ({ signal }) => get('/cameras', officeCamerasSchema, signal),
    refetchInterval: REFRESH_MS,
  });
  const [editing, edit] = useState<OfficeCamera['id'] | 'new' | null>(null);
  const [checking, check] = useState<OfficeCamera['id'] | null>(null);
  const isAdministrator = hasRights(actor.role, 'administrator');
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => edit('new')}>
      添加摄像头
    </Button>
  );
  return (
    <>
      <Heading title="摄像头" about="实时画面、设备状态、摆放检查" {...(isAdministrator ? { actions: add } : {})} />
      <Loaded of={cameras}>
        {(list) => {
          const edited = list.find(({ id }) => id === editing);
          const checked = list.find(({ id }) => id === checking);
          return (
            <>
              {list.length === 0 ? (
                <Empty description={isAdministrator ? '还没有摄像头，请添加' : '还没有摄像头，请联系管理员添加'}>
                  {isAdministrator && add}
                </Empty>
              ) : (
                <div className="cameras">
                  {list.map((camera) => (
                    <CameraCard
                      key={camera.id}
                      camera={camera}
                      live={live}
                      onEdit={() => edit(camera.id)}
                      onCheck={() => check(camera.id)}
                    />
                  ))}
                </div>
              )}
              {editing === 'new' && <CameraDialog camera={null} onClose={() => edit(null)} />}
              {edited && <CameraDialog camera={edited} onClose={() => edit(null)} />}
              {checked && (
                <PlacementDialog
                  camera={checked}
                  mayCheck={hasRights(actor.role, 'teacher')}
                  onClose={() => check(null)}
                />
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

interface CardProps {
  readonly camera: OfficeCamera;
  readonly live: LiveSource | null;
  readonly onEdit: () => void;
  readonly onCheck: () => void;
}

function CameraCard({ camera, live, onEdit, onCheck }: CardProps) {
  const { role } = useActor();
  const { modal, message } = App.useApp();
  const queries = useQueryClient();
  const { tone, title, advice, since } = healthWords(camera.health);
  const refresh = () => queries.invalidateQueries({ queryKey: ['cameras'] });
  const remove = useMutation({
    mutationFn: () => send('DELETE', `/cameras/${camera.id}`, { version: camera.version }),
    onSuccess: refresh,
    onError: (error) => void message.error(messageOf(error)),
  });
  const scene = useMutation({
    mutationFn: () => send('POST', `/cameras/${camera.id}/scene`),
    onSuccess: async () => {
      void message.success('已设为参照画面：以后摄像头被移动、遮挡或失焦会报警');
      await refresh();
    },
    onError: (error) => void message.error(messageOf(error)),
  });
  const confirmRemoval = (): void => {
    modal.confirm({
      title: `移除摄像头「${camera.name}」？`,
      content: '立即停止录像和识别；已有的录像和证据保留到期满。移除后要再用，须重新添加。',
      okText: '移除',
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync().catch(() => undefined),
    });
  };
  return (
    <Card
      size="small"
      className="camera-card"
      cover={<CameraPicture camera={camera} live={live} />}
      title={<h2 className="camera-name">{camera.name}</h2>}
      extra={<Badge status={tone} text={title} />}
    >
      {advice !== '' && (
        <Typography.Paragraph className="camera-trouble">
          {since !== null && `${dateTimeText(since)} 起。`}
          {advice}
        </Typography.Paragraph>
      )}
      <Typography.Paragraph type="secondary" className="camera-facts">
        {roleWords[camera.role]}；{streamWords[camera.stream]}；{factsText(camera)}
        <br />
        <code>{camera.address}</code>
        {camera.live !== null && (
          <>
            <br />
            中心看到的画面：{liveWords[camera.live.kind]}
            {camera.live.why !== '' && `（${camera.live.why}）`}
          </>
        )}
      </Typography.Paragraph>
      <Typography.Paragraph className="camera-facts">
        摆放检查：{placementText(camera)}
        <br />
        {camera.sceneAt === null
          ? '未设参照画面：摄像头被移动、部分遮挡或失焦时不会报警'
          : `参照画面：${dateTimeText(camera.sceneAt)}`}
      </Typography.Paragraph>
      <Flex gap="small" wrap>
        <Button size="small" onClick={onCheck}>
          摆放检查
        </Button>
        {hasRights(role, 'teacher') && (
          <Button size="small" loading={scene.isPending} onClick={() => scene.mutate()}>
            设为参照画面
          </Button>
        )}
        {hasRights(role, 'administrator') && (
          <>
            <Button size="small" onClick={onEdit}>
              修改
            </Button>
            <Button size="small" onClick={confirmRemoval}>
              移除
            </Button>
          </>
        )}
      </Flex>
    </Card>
  );
}

function factsText({ width, height, fps, kbps, codec }: OfficeCamera): string {
  if (width === null || height === null || codec === null) return '还没有画面';
  const name = /^(hvc1|hev1)/.test(codec) ? 'H.265' : 'H.264';
  return `${name} ${width}×${height}，每秒 ${fps} 帧，${(kbps / 1000).toFixed(1)} Mbit/s`;
}

function placementText({ placement }: OfficeCamera): string {
  if (placement === null) return '还没有做过';
  const { rows } = placement.result;
  const told = rows.map(({ standing }, at) => `第 ${at + 1} 排${standingWords[standing]}`).join('，');
  return `${dateTimeText(placement.at)}，${told === '' ? '没有测到人' : told}`;
}
