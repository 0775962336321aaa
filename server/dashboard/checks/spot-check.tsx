import { useMutation } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useNavigate } from 'react-router';
import { checkSchema } from '../../../core/contract/center/checks.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { useMay } from '../shell/actor.ts';

/** A spot check in two clicks: the button, the confirmation; then its page. @param path of the class in the API */
export function SpotCheck({ path, running }: { readonly path: string; readonly running: boolean }) {
  const may = useMay('inspector');
  const navigate = useNavigate();
  const { message } = App.useApp();
  const check = useMutation({
    mutationFn: () => {
      void message.open({ type: 'loading', content: SEALING, duration: 0, key: SEALING });
      return send('POST', `${path}/checks`, undefined, checkSchema);
    },
    onSuccess: ({ seal }) => void navigate(`/checks/${seal.id}`),
    onError: (error) => void message.error(messageOf(error)),
    onSettled: () => message.destroy(SEALING),
  });
  if (!may) return null;
  return (
    <Popconfirm
      title="现在抽查？"
      description="会封存此刻，并随机请一名学员到摄像头前按提示做动作。"
      okText="抽查"
      disabled={!running}
      onConfirm={() => check.mutate()}
    >
      <Button loading={check.isPending} disabled={!running} title={running ? '' : '上课时才能抽查'}>
        抽查
      </Button>
    </Popconfirm>
  );
}

const SEALING = '正在封存此刻：向教室电脑取每个摄像头的画面和最近半分钟的录像，一般要几秒到十几秒';
