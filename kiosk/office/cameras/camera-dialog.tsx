import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Flex, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import {
  type OfficeCamera,
  officeCameraSchema,
  type TrialResult,
  trialResultSchema,
} from '../../../core/contract/office/cameras.ts';
import { type JobView, startedJobSchema } from '../../../core/contract/web/job.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { JobProgress } from '../../../core/ui/shell/job.tsx';
import { Search } from './search.tsx';
import { TrialView } from './trial.tsx';
import { roleWords, streamWords } from './words.ts';

interface Entered {
  readonly name: string;
  readonly role: OfficeCamera['role'];
  readonly address: string;
  readonly stream: OfficeCamera['stream'];
  readonly username?: string;
  readonly password?: string;
}

/** Adding a camera (found on the network, or by its address) or changing one, with a trial before it is kept. */
export function CameraDialog({
  camera,
  onClose,
}: {
  readonly camera: OfficeCamera | null;
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [job, setJob] = useState<string | null>(null);
  const [result, setResult] = useState<TrialResult | null>(null);
  const [failed, setFailed] = useState<string | null>(null);

  const accountOf = ({ username, password }: Entered) =>
    username === undefined || username === '' ? null : { username, password: password ?? '' };
  /** A kept password stays while its user name does and no other is entered. */
  const keepsAccount = ({ username, password }: Entered): boolean =>
    camera?.username !== undefined && camera.username !== null && username === camera.username && !password;

  const tried = useMutation({
    mutationFn: (entered: Entered) => {
      const kept = keepsAccount(entered);
      const { address, stream } = entered;
      const what = { address, stream, account: kept ? null : accountOf(entered), accountOf: kept ? camera?.id : null };
      return send('POST', '/cameras/trial', what, startedJobSchema);
    },
    onSuccess: (started) => {
      setResult(null);
      setFailed(null);
      setJob(started.job);
    },
  });
  const ended = (view: JobView): void => {
    setJob(null);
    const read = trialResultSchema.safeParse(view.result);
    if (view.state === 'done' && read.success) setResult(read.data);
    else if (view.state === 'failed') setFailed(view.error);
  };
  const save = useMutation({
    mutationFn: (entered: Entered) => {
      const { name, role, address, stream } = entered;
      const settings = { name, role, address, stream };
      if (camera === null)
        return send('POST', '/cameras', { ...settings, account: accountOf(entered) }, officeCameraSchema);
      const account = keepsAccount(entered) ? {} : { account: accountOf(entered) };
      return send(
        'PUT',
        `/cameras/${camera.id}`,
        { version: camera.version, ...settings, ...account },
        officeCameraSchema,
      );
    },
    onSuccess: async () => {
      void message.success(camera === null ? '已添加，正在连接' : '已保存');
      await queries.invalidateQueries({ queryKey: ['cameras'] });
      onClose();
    },
  });
  const test = async (): Promise<void> => {
    const entered = await form.validateFields(['address', 'stream', 'username', 'password']).catch(() => null);
    if (entered !== null) tried.mutate(entered);
  };
  const initial =
    camera === null ? { role: 'room', stream: 'main' } : { ...camera, username: camera.username ?? '', password: '' };
  return (
    <Modal
      open
      width={720}
      title={camera === null ? '添加摄像头' : `修改摄像头「${camera.name}」`}
      onCancel={onClose}
      footer={
        <Flex gap="small" justify="end">
          <Button onClick={onClose}>取消</Button>
          <Button loading={tried.isPending || job !== null} onClick={() => void test()}>
            测试连接
          </Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {camera === null ? '添加' : '保存'}
          </Button>
        </Flex>
      }
    >
      {camera === null && (
        <Search
          onPick={({ address, name }) => {
            form.setFieldsValue({ address, ...(form.getFieldValue('name') ? {} : { name }) });
            setResult(null);
          }}
        />
      )}
      <Form<Entered>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(entered) => save.mutate(entered)}
      >
        <Form.Item
          label="地址"
          name="address"
          extra="ONVIF 地址（http://192.168.1.64/onvif/device_service）或视频流地址（rtsp://192.168.1.64:554/…），不含用户名和密码"
          rules={[
            { required: true, message: '请输入地址，或先搜索网络' },
            {
              pattern: /^(rtsps?|http):\/\/[^\s/@]+(\/\S*)?$/i,
              message: '应以 rtsp:// 或 http:// 开头，且不含用户名和密码',
            },
          ]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Flex gap="middle" wrap>
          <Form.Item label="用户名" name="username" extra="摄像头的账号，建议单独建一个只能看的" className="grow">
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item
            label="密码"
            name="password"
            extra={camera?.username ? '不改就留空；加密保存，不会显示' : '加密保存，不会显示'}
            className="grow"
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
        </Flex>
        <Form.Item
          label="名称"
          name="name"
          extra="如：教室前门、教室后方"
          rules={[{ required: true, message: '请输入名称' }]}
        >
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item label="用途" name="role">
          <Radio.Group options={Object.entries(roleWords).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item label="录像与分析用的码流" name="stream" extra="辅码流省磁盘，但人脸更小；只有 ONVIF 地址可选">
          <Radio.Group options={Object.entries(streamWords).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
      </Form>
      {tried.isError && <Alert type="error" showIcon title={messageOf(tried.error)} />}
      {failed !== null && <Alert type="error" showIcon title={failed} />}
      {job !== null && <JobProgress id={job} onEnd={ended} />}
      {result !== null && <TrialView result={result} />}
      {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} />}
    </Modal>
  );
}
