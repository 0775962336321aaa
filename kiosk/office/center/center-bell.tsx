import { DisconnectOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Tag, Tooltip } from 'antd';
import { Link } from 'react-router';
import { centerNoticeSchema } from '../../../core/contract/office/center.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { usePerson } from '../../../core/ui/shell/program.ts';
import { linkWords } from './words.ts';

/** The query behind the bell. */
export const NOTICE = ['center-notice'];

/** On every page, only when the link to the center has been down for long or needs somebody. */
export function CenterBell() {
  const { role } = usePerson();
  const notice = useQuery({
    queryKey: NOTICE,
    queryFn: ({ signal }) => get('/center/notice', centerNoticeSchema, signal),
    refetchInterval: 60_000,
    retry: false,
  });
  const link = notice.data?.link ?? null;
  if (link === null) return null;
  const { title, tone } = linkWords(link);
  const short = link.kind === 'unpaired' ? '监管中心待配对' : '监管中心未连接';
  const tag = (
    <Tag icon={<DisconnectOutlined />} color={tone === 'info' ? 'processing' : tone}>
      {short}
    </Tag>
  );
  return (
    <Tooltip title={title}>
      {role === 'administrator' ? (
        <Link to="/center" aria-label={`${short}：${title}`}>
          {tag}
        </Link>
      ) : (
        tag
      )}
    </Tooltip>
  );
}
