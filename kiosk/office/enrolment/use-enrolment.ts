import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { messageOf } from '../../../core/ui/shell/api.ts';

/** All that shows enrolments is read anew after a change. */
export const ENROLMENT = 'enrolment';

/** A change of an enrolment: told when it is done (null: `work` does so itself) or refused, and everything read anew. */
export function useChange<Values>(
  work: (values: Values) => Promise<unknown>,
  { done, onDone }: { readonly done: string | null; readonly onDone?: () => void },
) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: work,
    onSuccess: () => {
      if (done !== null) void message.success(done);
      onDone?.();
    },
    onError: (error) => void message.error(messageOf(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: [ENROLMENT] }),
  });
}
