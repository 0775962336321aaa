import { useQuery } from '@tanstack/react-query';
import { Badge } from 'antd';
import { type Waiting, waitingSchema } from '../../../core/contract/center/waiting.ts';
import { get } from '../../../core/ui/shell/api.ts';
import './waiting.css';

/** A page's name in the menu, and how many matters wait there for whoever is signed in. */
export function Counted({ text, of }: { readonly text: string; readonly of: keyof Waiting }) {
  const waiting = useQuery({
    queryKey: ['waiting'],
    queryFn: ({ signal }) => get('/waiting', waitingSchema, signal),
    refetchInterval: 30_000,
  });
  const count = waiting.data?.[of] ?? 0;
  return (
    <span className="counted">
      {text}
      {count > 0 && (
        <>
          <Badge count={count} size="small" title={`${String(count)} 件等您处理`} aria-hidden />
          <span className="counted-words">{`，${String(count)} 件等您处理`}</span>
        </>
      )}
    </span>
  );
}
