import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Spin } from 'antd';
import { Link, useParams } from 'react-router';
import { cardSchema, sealSchema, sealsSchema } from '../../../core/contract/center/checks.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useMay } from '../shell/actor.ts';
import { CardFacts } from './card-facts.tsx';
import { SealCard } from './seal-card.tsx';
import { SpotCheck } from './spot-check.tsx';

/** The minute before phoning: the class now, saving it, the calls and what came of them; and a spot check in two clicks. */
export function CardPage() {
  const { kiosk = '', code = '' } = useParams();
  const path = `/classes/${kiosk}/${encodeURIComponent(code)}`;
  const mayAct = useMay('inspector');
  const mayLook = useMay('staff');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const card = useQuery({
    queryKey: ['card', kiosk, code],
    queryFn: ({ signal }) => get(`${path}/card`, cardSchema, signal),
    refetchInterval: 5000,
  });
  const seals = useQuery({
    queryKey: ['seals', kiosk, code],
    queryFn: ({ signal }) => get(`${path}/seals`, sealsSchema, signal),
    enabled: mayLook,
  });
  const failed = (error: unknown) => void message.error(messageOf(error));
  const save = useMutation({
    mutationFn: () => send('POST', `${path}/seals`, undefined, sealSchema),
    onSuccess: () => {
      void message.success('此刻已保存，可以打电话了');
      return queries.invalidateQueries({ queryKey: ['seals', kiosk, code] });
    },
    onError: failed,
  });
  return (
    <Loaded of={card}>
      {(view) => (
        <>
          <Heading
            title={`电话核查 ${view.institution} ${view.code}`}
            about={`${view.specialty}，教室 ${view.room}。打电话前先“保存此刻”：画面、名单和录像会封存下来。`}
            actions={
              <>
                <Link to={`/classes/${kiosk}/${encodeURIComponent(code)}`}>实时画面与名单</Link>
                <Link to={`/filings/${kiosk}/${encodeURIComponent(code)}`}>备案</Link>
                {mayAct && (
                  <>
                    <SpotCheck path={path} running={view.phase === 'running'} />
                    <Button type="primary" loading={save.isPending} onClick={() => save.mutate()}>
                      保存此刻
                    </Button>
                  </>
                )}
              </>
            }
          />
          {save.isPending && (
            <Alert
              className="stacked"
              type="info"
              showIcon
              icon={<Spin size="small" />}
              role="status"
              title="正在封存此刻：向教室电脑取每个摄像头的画面和最近半分钟的录像，一般要几秒到十几秒"
            />
          )}
          {mayAct && view.phase !== 'running' && (
            <Alert
              className="stacked"
              type="info"
              showIcon
              title="现在没有在上课：可以保存此刻和打电话，上课时才能抽查"
            />
          )}
          <CardFacts card={view} />
          {mayLook && (
            <Loaded of={seals}>
              {(all) => all.map((seal) => <SealCard key={seal.id} seal={seal} mayCall={mayAct} />)}
            </Loaded>
          )}
        </>
      )}
    </Loaded>
  );
}
