import { Alert, Card, Tag } from 'antd';
import type { ReviewView } from '../../../core/contract/office/review.ts';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { SignaturePicture } from '../../../core/ui/signature-picture.tsx';

const STANDINGS = {
  verified: { text: '中心已核实', color: 'success' },
  confirmed: { text: '中心已确认', color: 'success' },
  unverified: { text: '未经中心核实', color: 'warning' },
  denied: { text: '中心不认可', color: 'error' },
} as const;

/** The reviews that were signed, and whether the newest still holds. */
export function Reviews({ view: { reviews } }: { readonly view: ReviewView }) {
  const [newest] = reviews;
  if (newest === undefined) return <Alert type="info" showIcon title="本班还没有做过现场审核" />;
  return (
    <>
      <Alert
        type={newest.current ? 'success' : 'warning'}
        showIcon
        title={
          newest.current ? '最近一次审核签署的人脸库没有变化' : '最近一次审核以后人脸库有变化：变化已逐条记录并报告中心'
        }
      />
      <Card title="已签署的审核" size="small">
        <ul className="review-done">
          {reviews.map(({ id, inspector, at, people, differing, note, signature, standing, countersignedBy }) => (
            <li key={id}>
              <SignaturePicture path={signature} label={`${inspector} 的签名`} />
              <span>
                <Tag color={STANDINGS[standing].color}>{STANDINGS[standing].text}</Tag>
                {inspector}
                {countersignedBy !== null && `（本单位复核 ${countersignedBy}）`}，{dateTimeText(at)}：核对 {people} 人
                {differing > 0 && `，不一致 ${String(differing)} 人`}
                {note !== '' && `；${note}`}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
