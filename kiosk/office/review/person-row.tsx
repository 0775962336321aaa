import { Input, Radio, Tag } from 'antd';
import type { Agreement, ReviewView } from '../../../core/contract/office/review.ts';
import { PhotoImage } from '../enrolment/photo-image.tsx';
import type { Compared } from './draft.ts';

const CHOICES = [
  { value: 'agrees', label: '一致' },
  { value: 'differs', label: '不一致' },
  { value: 'not-seen', label: '未见' },
] as const;

/** One trainee: enrolment photo, who the camera recognises, and the two comparisons. */
export function PersonRow({
  person,
  now,
  compared,
  outdated,
  onChange,
}: {
  readonly person: ReviewView['people'][number];
  readonly now: number;
  readonly compared: Compared;
  /** The face was compared with an enrolment that is no longer the person's. */
  readonly outdated: boolean;
  readonly onChange: (next: Compared) => void;
}) {
  const { name, maskedId, photo, enrolled, seen } = person;
  const choose = (label: string, key: 'idCard' | 'face') => (
    <div className="review-choice">
      <span aria-hidden="true">{label}</span>
      <Radio.Group
        aria-label={`${name} ${label}`}
        optionType="button"
        size="small"
        options={[...CHOICES]}
        value={compared[key]}
        onChange={(event) => onChange({ ...compared, [key]: event.target.value as Agreement })}
      />
    </div>
  );
  return (
    <li className="review-person">
      {photo === null ? (
        <span className="review-no-photo">无照片</span>
      ) : (
        <PhotoImage id={photo} alt={`${name} 的登记照片`} />
      )}
      <div className="review-who">
        <strong>{name}</strong>
        <span>{maskedId}</span>
        {outdated && <Tag color="warning">登记变了，请重新核对</Tag>}
        <span>
          {!enrolled
            ? '未登记人脸'
            : seen === null
              ? '请本人到摄像头前'
              : `${agoText(now - seen.at)}认出本人，相似度 ${seen.alike.toFixed(2)}`}
        </span>
      </div>
      <div className="review-choices">
        {choose('身份证与本人', 'idCard')}
        {choose('本人与登记照片', 'face')}
      </div>
      <Input
        aria-label={`${name} 备注`}
        placeholder="备注"
        maxLength={500}
        value={compared.note}
        onChange={(event) => onChange({ ...compared, note: event.target.value })}
      />
    </li>
  );
}

function agoText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 1 ? '刚刚' : `${String(minutes)} 分钟前`;
}
