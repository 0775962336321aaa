import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import * as z from 'zod/mini';
import { type ReviewBody, type ReviewView, reviewViewSchema } from '../../../core/contract/office/review.ts';
import { get, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { SignaturePad } from '../../../core/ui/signature-pad.tsx';
import { ClassTabs } from '../classes/class-tabs.tsx';
import { enrolmentOf, foundOf, isOutdated, useDraft } from './draft.ts';
import { PersonRow } from './person-row.tsx';
import { lackingOf, namedIn, type Reviewer, ReviewerCard } from './reviewer.tsx';
import { Reviews } from './reviews.tsx';
import './review.css';

const signedSchema = z.strictObject({ id: z.int(), inspector: z.string() });

/** On-site review (开班前现场审核): an inspector compares ID card, face and enrolment, and signs. */
export function ReviewPage() {
  const { code = '' } = useParams();
  const url = `/classes/${encodeURIComponent(code)}/review`;
  const review = useQuery({
    queryKey: ['review', code],
    queryFn: ({ signal }) => get(url, reviewViewSchema, signal),
    refetchInterval: 3000,
  });
  return (
    <>
      <ClassTabs code={code} tab="enrolment" />
      <Heading
        title={`现场审核 ${code}`}
        about="开班前由中心检查人员在教室逐人核对：身份证、本人、登记照片；签名后人脸库的任何变化都会报告中心"
        actions={
          <Link to={`/classes/${encodeURIComponent(code)}/enrolment`}>
            <Button tabIndex={-1}>返回人脸登记</Button>
          </Link>
        }
      />
      <Loaded of={review}>
        {(view) => (
          <div className="review-parts">
            <Reviews view={view} />
            {view.people.length === 0 ? (
              <Alert type="info" showIcon title="班级还没有学员，先导入名册" />
            ) : (
              <ReviewForm key={code} code={code} url={url} view={view} />
            )}
          </div>
        )}
      </Loaded>
    </>
  );
}

function ReviewForm({ code, url, view }: { readonly code: string; readonly url: string; readonly view: ReviewView }) {
  const { message } = App.useApp();
  const client = useQueryClient();
  const { compared, note, ...draft } = useDraft(code, view.now);
  const [reviewer, setReviewer] = useState<Reviewer>({ kind: 'unknown' });
  const [signature, sign] = useState<readonly (readonly number[])[]>([]);
  const [gallery, setGallery] = useState(view.gallery);
  const signing = useMutation({
    mutationFn: () => {
      const people = view.people.map((person) => {
        const { idCard, face, note: remark } = foundOf(person, compared);
        return { trainee: person.trainee, idCard, face, note: remark };
      });
      const strokes = signature.map((stroke) => [...stroke]);
      const body: ReviewBody = { reviewer: namedIn(reviewer), signature: strokes, gallery, note, people };
      return send('POST', url, body, signedSchema);
    },
    onSuccess: async () => {
      void message.success('现场审核已签名并存档');
      draft.clear();
      setReviewer({ kind: 'unknown' });
      sign([]);
      await client.invalidateQueries({ queryKey: ['review', code] });
    },
  });
  const open = view.people.filter((person) => {
    const { idCard, face } = foundOf(person, compared);
    return idCard === 'not-seen' || face === 'not-seen';
  });
  const outdated = view.people.filter((person) => isOutdated(person, compared));
  const changed = gallery !== view.gallery;
  const lacking = [...lackingOf(reviewer), ...(signature.length === 0 ? ['手写签名'] : [])];
  return (
    <>
      <ReviewerCard url={url} center={view.center} reviewer={reviewer} onChange={setReviewer} />
      <Card
        title={`逐人核对（${String(view.people.length - open.length)} / ${String(view.people.length)} 人已核对）`}
        size="small"
        extra={
          Object.keys(compared).length > 0 && (
            <Popconfirm title="清空还没有签名的核对？" okText="清空" onConfirm={draft.clear}>
              <Button size="small">清空重来</Button>
            </Popconfirm>
          )
        }
      >
        <ul className="review-people">
          {view.people.map((person) => (
            <PersonRow
              key={person.trainee}
              person={person}
              now={view.now}
              compared={foundOf(person, compared)}
              outdated={isOutdated(person, compared)}
              onChange={(next) => draft.found(person.trainee, { ...next, enrolment: enrolmentOf(person) })}
            />
          ))}
        </ul>
      </Card>
      <Card title="检查人员签名" size="small">
        {changed && (
          <Alert
            type="warning"
            showIcon
            title={
              outdated.length === 0
                ? '核对期间有人的人脸登记变了；已核对的人没有变化'
                : `核对期间人脸登记变了，请重新核对：${outdated.map(({ name }) => name).join('、')}`
            }
            action={<Button onClick={() => setGallery(view.gallery)}>已重新核对</Button>}
          />
        )}
        <div className="review-sign">
          <label className="review-remark">
            备注
            <Input value={note} maxLength={500} onChange={(event) => draft.setNote(event.target.value)} />
          </label>
          <div className="review-pad">
            <SignaturePad value={signature} onChange={sign} label="检查人员手写签名" />
            <Button size="small" disabled={signature.length === 0} onClick={() => sign([])}>
              重签
            </Button>
          </div>
        </div>
        {signing.error !== null && <Alert type="error" showIcon title={signing.error.message} />}
        <p className="review-note">
          {open.length === 0 ? '全部学员已核对。' : `还有 ${String(open.length)} 人未核对，将按“未见”存档。`}
          {lacking.length > 0 && `还要填：${lacking.join('、')}。`}
          签署的人脸库指纹：<code>{gallery.slice(0, 16)}…</code>
        </p>
        <Button
          type="primary"
          loading={signing.isPending}
          disabled={changed || lacking.length > 0}
          onClick={() => signing.mutate()}
        >
          签名并存档
        </Button>
      </Card>
    </>
  );
}
