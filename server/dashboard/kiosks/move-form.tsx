import { type KioskView, kioskViewSchema } from '../../../core/contract/center/kiosks.ts';
import { send } from '../../../core/ui/shell/api.ts';
import { PlaceDialog } from './place-dialog.tsx';

const OTHER =
  '这台电脑已送来的班级、记录和证据将全部归新名称的机构，原名称的账号不能再看到。只在更正名称时使用；换给别的机构，请先重新安装教室电脑。';

/** A classroom computer in another room, or its institution's name put right. */
export function MoveForm({ kiosk, onClose }: { readonly kiosk: KioskView; readonly onClose: () => void }) {
  const { id, institution, room } = kiosk;
  return (
    <PlaceDialog
      title="改机构名称或教室"
      okText="保存"
      initial={{ institution, room }}
      warningOf={(entered) => (entered === institution ? null : OTHER)}
      save={(place) => send('PUT', `/kiosks/${id}/place`, place, kioskViewSchema)}
      said={(now) => `已改为 ${now.institution} ${now.room}`}
      onClose={onClose}
    />
  );
}
