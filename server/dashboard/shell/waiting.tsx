import { useQuery } from '@tanstack/react-query';
import { Badge } from 'antd';
import { useEffect, useState } from 'react';
import { type Waiting, waitingSchema } from '../../../core/contract/center/waiting.ts';
import { get } from '../../../core/ui/shell/api.ts';
import './waiting.css';

const AFTER_MS = 2000;

/** A page's name in the menu, and how many matters wait there for whoever is signed in. */
export function Counted({ text, of }: { readonly text: string; readonly of: keyof Waiting }) {
  // Counting takes the hub a while after its start: not before the page that is looked at stands.
  const [standing, stands] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => stands(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const waiting = useQuery({
    queryKey: ['waiting'],
    queryFn: ({ signal }) => get('/waiting', waitingSchema, signal),
    refetchInterval: 30_000,
    enabled: standing,
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
