import { ZaikeError } from '../../core/domain/errors.ts';

/**
 * Why it cannot run until somebody acts, and what to do (zh-CN); by the code of the end. It is started anew by itself
 * when its files change.
 */
const WORDS: Readonly<Record<string, string>> = {
  'model-missing': '缺少模型文件{files}，请管理员运行 npm run models，之后自动恢复',
  'model-hash':
    '模型文件{files}与清单（models/manifest.json）不符，未加载，请管理员删除后运行 npm run models，之后自动恢复',
  'model-unfit':
    '模型{files}与清单（models/manifest.json）所写的种类或尺寸不符，请管理员查看运行日志，换上正确的文件后自动恢复',
  'model-manifest': '模型清单（models/manifest.json）有误，请管理员查看运行日志，改正后自动恢复',
  'site-thresholds': '本场所的阈值文件（site-thresholds.json）有误，请管理员删除后重新校准',
  'site-thresholds-model': '本场所的阈值是用别的模型测得的，请管理员重新运行 npm run evaluate -- --calibrate',
  'runtime-missing': '识别程序在本机无法加载，请管理员查看运行日志',
};

/** Names of model files in an end's own words. */
const MODEL_FILES = /[\w.-]+\.onnx/g;

/**
 * `vision-down` for who waits at a page, of the code of a life's end and whether another life follows.
 * The end's own words (`why`) are the log's: paths and shapes help nobody there, but for the files' names.
 */
export function downError({
  code,
  retry,
  why = '',
}: {
  readonly code: string;
  readonly retry: boolean;
  readonly why?: string;
}): ZaikeError {
  const files = [...new Set(why.match(MODEL_FILES) ?? [])].map((file) => ` ${file} `).join('、');
  const words = WORDS[code]?.replace('{files}', files) ?? (retry ? '正在重新启动，请稍候再试' : '请管理员查看运行日志');
  return new ZaikeError(`人脸识别没有运行：${words}`, { code: 'vision-down', retry, facts: { cause: code } });
}
