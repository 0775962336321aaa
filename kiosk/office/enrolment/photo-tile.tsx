import { App, Button, Typography } from 'antd';
import type { ReactNode } from 'react';
import type { EnrolledPhoto } from '../../../core/contract/office/enrolment.ts';
import { send } from '../../../core/ui/shell/api.ts';
import { PhotoImage } from './photo-image.tsx';
import { StateTag } from './state-tag.tsx';
import { useChange } from './use-enrolment.ts';

const STANDING: Readonly<
  Record<EnrolledPhoto['standing'], { readonly state: 'good' | 'fair' | 'bad'; readonly text: string }>
> = {
  good: { state: 'good', text: '合格' },
  usable: { state: 'fair', text: '可用，建议重拍' },
  refused: { state: 'bad', text: '不合格' },
};

/** Why a good photo is not in use yet. */
function Waiting({ tag, children }: { readonly tag: string; readonly children: ReactNode }) {
  return (
    <>
      <StateTag state="waiting">{tag}</StateTag>
      <Typography.Paragraph className="photo-finding">{children}</Typography.Paragraph>
    </>
  );
}

/** A photo with what is to be said of it. */
export function PhotoTile({
  photo,
  label,
  may,
}: {
  readonly photo: EnrolledPhoto;
  readonly label: string;
  readonly may: boolean;
}) {
  const { modal } = App.useApp();
  const remove = useChange(() => send('DELETE', `/enrolment/photos/${photo.id}`), { done: '照片已删除' });
  const ask = (): void =>
    void modal.confirm({
      title: `删除${label}？`,
      content: photo.counts ? '模板将按其余照片重新计算。删除后不能恢复。' : '删除后不能恢复。',
      okText: '删除',
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(undefined),
    });
  const { state, text } = STANDING[photo.standing];
  return (
    <figure className="photo">
      <PhotoImage id={photo.id} alt={label} />
      <figcaption>
        <StateTag state={state}>{text}</StateTag>
        {photo.pending && <Waiting tag="待确认">还没有用于识别：等学员和教师一起确认</Waiting>}
        {photo.waits && (
          <Waiting tag="等中心同意">还没有用于识别：与原来的人脸不太像，等市中心同意；原来的照片照常使用</Waiting>
        )}
        {photo.findings.map(({ code, text: what }) => (
          <Typography.Paragraph key={code} className="photo-finding">
            {what}
          </Typography.Paragraph>
        ))}
        {may && (
          <Button size="small" type="text" aria-label={`删除${label}`} onClick={ask}>
            删除
          </Button>
        )}
      </figcaption>
    </figure>
  );
}
