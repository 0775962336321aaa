import type { ReactNode } from 'react';
import type { Standing } from '../../../core/contract/office/day.ts';
import { standingKinds, standingWords } from './words.ts';

/** A short word in a box whose text stands out in light and dark. */
export function Mark({
  kind = 'plain',
  children,
}: {
  readonly kind?: 'plain' | 'good' | 'warn' | 'bad' | 'open' | 'leave';
  readonly children: ReactNode;
}) {
  return (
    <span className="mark" data-kind={kind}>
      {children}
    </span>
  );
}

/** How a trainee stands. */
export function StandingMark({ standing }: { readonly standing: Standing }) {
  return <Mark kind={standingKinds[standing]}>{standingWords[standing]}</Mark>;
}
