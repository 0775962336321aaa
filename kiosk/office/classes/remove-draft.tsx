import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useNavigate } from 'react-router';
import type { ClassView } from '../../../core/contract/office/classes.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';

/** Removes a draft for good, after saying what goes with it. */
export function RemoveDraft({ view: { code, version, trainees } }: { readonly view: ClassView }) {
  const { modal, message } = App.useApp();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => send('DELETE', `/classes/${encodeURIComponent(code)}?version=${version}`),
    onSuccess: async () => {
      void message.success(`草稿班级 ${code} 已删除`);
      await navigate('/classes');
      queries.removeQueries({ queryKey: ['class', code] });
      await queries.invalidateQueries({ queryKey: ['classes'] });
    },
    onError: (error) => void message.error(messageOf(error)),
  });
  const ask = (): void =>
    void modal.confirm({
      title: `删除草稿班级 ${code}？`,
      content: `班级资料、课程表、上传的材料和花名册（${trainees} 人）会一起删除，名册上学员的人脸照片和模板也会删除，不能恢复。已有考勤记录的班级不能删除。`,
      okText: '删除班级',
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync().catch(() => undefined),
    });
  return (
    <Button danger onClick={ask} loading={remove.isPending}>
      删除草稿
    </Button>
  );
}
