/** One version of the consent text. A version never changes once somebody signed it: a new wording is a new version. */
export interface ConsentText {
  readonly version: string;
  /** Whether it speaks of the photo on the person's own 附件2. */
  readonly coversForm2: boolean;
  readonly title: string;
  /** Headed paragraphs, in order. */
  readonly sections: readonly { readonly heading: string; readonly text: string }[];
  readonly declaration: string;
}

/** Sources: 《人脸识别技术应用安全管理办法》(2025-06-01 起施行) 第五至八条, 第十一条; 《个人信息保护法》第十七、二十九、三十、四十七条. */
const first: ConsentText = {
  version: '2026-1',
  coversForm2: false,
  title: '人脸信息处理单独同意书',
  sections: [
    {
      heading: '一、处理目的与方式',
      text: '培训机构用教室电脑和摄像头识别到课人员，记录职业技能培训的出勤。登记时用您的照片计算人脸特征模板，上课时与摄像头画面比对。不用于其他目的，不分析情绪和专注程度。',
    },
    {
      heading: '二、处理的信息与保存',
      text: '登记照片和人脸特征模板属于敏感个人信息，只加密保存在培训机构的教室电脑上，不上传互联网，不提供给他人；仅可由机构管理员以加密文件在本机构的教室电脑之间转移。补贴结算后或您撤回同意后即删除。出勤结果、课堂录像和您到课时的画面截图，按培训档案管理要求另行告知和保存。',
    },
    {
      heading: '三、对您的影响与保护措施',
      text: '照片和模板加密保存，查看和导出均有操作记录。识别结果有误时，您可以在签到屏上提出异议，由教师和第二人核实更正。',
    },
    {
      heading: '四、您的权利',
      text: '是否同意由您自愿决定。不同意或撤回同意，不影响参加培训：您可以凭身份证由教师登记签到，效力相同。您可以随时向班主任或机构管理员查阅、更正、撤回；撤回后立即停止识别并删除照片和模板，不影响撤回前已形成的出勤记录。不满十四周岁的，由监护人同意。',
    },
    {
      heading: '五、联系方式',
      text: '个人信息处理者为本培训机构。行使上述权利或投诉，请联系机构办公室或班主任。',
    },
  ],
  declaration: '本人已阅读并理解以上内容，单独同意培训机构为上述目的处理本人的人脸信息。',
};

/** As the first, and of the photo on 附件2, which leaves the classroom's computer on paper. */
const second: ConsentText = {
  ...first,
  version: '2026-2',
  coversForm2: true,
  sections: first.sections.map(({ heading, text }) => ({
    heading,
    text: text
      .replace(
        '不用于其他目的，',
        '登记照片还用于打印您本人的《学员登记表》（附件2），由您签字后作为报名材料交人力资源社会保障部门审核。不用于其他目的，',
      )
      .replace('不提供给他人；', '除上述登记表外不提供给他人；'),
  })),
};

/** All versions ever signed, the newest last. */
export const consentTexts: readonly ConsentText[] = [first, second];
/** The text that is printed now. */
export const currentConsentText = second;
export const CONSENT_VERSIONS: readonly string[] = consentTexts.map(({ version }) => version);
