import { EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Space, Tooltip, Typography } from 'antd';
import { fullIdSchema, type RosterTrainee } from '../../../core/contract/office/roster.ts';
import { get, messageOf } from '../../../core/ui/shell/api.ts';
import { useActor } from '../shell/actor.ts';

/** An ID number, masked; an administrator may see it whole, which the audit notes. */
export function IdNumber({ code, trainee }: { readonly code: string; readonly trainee: RosterTrainee }) {
  const { role } = useActor();
  const { message } = App.useApp();
  const shown = useMutation({
    mutationFn: () => get(`/classes/${encodeURIComponent(code)}/roster/${trainee.id}/id-number`, fullIdSchema),
    onError: (error) => void message.error(messageOf(error)),
  });
  return (
    <Space size={4}>
      <Typography.Text className="roster-id">{shown.data?.idNumber ?? trainee.maskedId}</Typography.Text>
      {role === 'administrator' && trainee.maskedId !== '' && shown.data === undefined && (
        <Tooltip title="查看完整号码（会记入操作记录）">
          <Button
            type="text"
            size="small"
            icon={<EyeOutlined />}
            aria-label={`查看 ${trainee.form.name} 的完整身份证号`}
            onClick={() => shown.mutate()}
          />
        </Tooltip>
      )}
      {trainee.idFault !== null && <Typography.Text type="danger">{trainee.idFault}</Typography.Text>}
      {trainee.alsoIn !== null && <Typography.Text type="warning">也在班级 {trainee.alsoIn}</Typography.Text>}
    </Space>
  );
}
